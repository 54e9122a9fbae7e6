package io.gauntlet.sandbox.api;

import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Questions about the caller: who am I, may I, and a token for a service account. */
final class Reviews {

    private static final long SHORTEST = 600;
    private static final String AUDIENCE = "https://kubernetes.default.svc";

    private final ObjectStore store;
    private final Authorizer authorizer;
    private final Tokens tokens;
    private final Writes writes;

    Reviews(ObjectStore store, Authorizer authorizer, Tokens tokens, Writes writes) {
        this.store = store;
        this.authorizer = authorizer;
        this.tokens = tokens;
        this.writes = writes;
    }

    ObjectNode access(User user, ObjectNode review) {
        review.put("kind", "SelfSubjectAccessReview").put("apiVersion", "authorization.k8s.io/v1");
        Json.metadata(review);
        var spec = review.path("spec");
        var resource = spec.path("resourceAttributes");
        var access = resource.isMissingNode()
                ? Access.toPath(
                        Json.text(spec, "nonResourceAttributes", "verb"),
                        Json.text(spec, "nonResourceAttributes", "path"))
                : new Access(
                        Json.text(resource, "verb"),
                        Json.text(resource, "group"),
                        Json.text(resource, "resource"),
                        Json.text(resource, "subresource"),
                        new Access.Target(Json.text(resource, "namespace"), Json.text(resource, "name")),
                        "");
        var status = review.putObject("status").put("allowed", authorizer.allows(user, access));
        if (!user.mayEverything()) {
            authorizer.reason(user, access).ifPresent(reason -> status.put("reason", reason));
        }
        return review;
    }

    ObjectNode identity(User user) {
        var review = Json.object();
        review.put("kind", "SelfSubjectReview").put("apiVersion", "authentication.k8s.io/v1");
        Json.metadata(review).put("creationTimestamp", writes.now().toString());
        var info = review.putObject("status").putObject("userInfo").put("username", user.name());
        if (!user.uid().isEmpty()) {
            info.put("uid", user.uid());
        }
        user.groups().forEach(info.putArray("groups")::add);
        return review;
    }

    ObjectNode token(ObjectKey account, JsonNode request) {
        var found = store.find(account).orElseThrow(() -> Failures.notFound(account.kind(), account.name()));
        var seconds = Json.at(request, "spec", "expirationSeconds").asLong(3600);
        if (seconds < SHORTEST) {
            var problems = new Problems();
            problems.invalid(
                    "spec.expirationSeconds",
                    Json.at(request, "spec", "expirationSeconds"),
                    "may not specify a duration less than 10 minutes");
            throw Failures.invalid("TokenRequest", "authentication.k8s.io", "", problems.causes());
        }
        var now = writes.now();
        var token = tokens.serviceAccount(
                account.namespace(), account.name(), found.uid(), now, Duration.ofSeconds(seconds));
        var answer = Json.object();
        answer.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        Json.metadata(answer)
                .put("name", account.name())
                .put("namespace", account.namespace())
                .put("creationTimestamp", now.toString());
        var spec = answer.putObject("spec").put("expirationSeconds", seconds).putNull("boundObjectRef");
        spec.putArray("audiences").add(AUDIENCE);
        answer.putObject("status")
                .put("token", token)
                .put("expirationTimestamp", now.plusSeconds(seconds).toString());
        return answer;
    }
}
