package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.Access.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Finds out what a request is about, whether the caller may, and who answers it. */
final class Routes {

    private static final Map<String, String> VERBS = Map.of(
            "GET", "get", "POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete", "HEAD", "get");

    private final ApiGroups groups;
    private final Authorizer authorizer;
    private final Reviews reviews;
    private final Behind behind;
    private final ObjectRequests objects;

    Routes(ApiGroups groups, Authorizer authorizer, Reviews reviews, Behind behind, ObjectRequests objects) {
        this.groups = groups;
        this.authorizer = authorizer;
        this.reviews = reviews;
        this.behind = behind;
        this.objects = objects;
    }

    /** Who answers for what runs behind the API server. */
    record Behind(Proxying proxying, PodLogs logs) {}

    ApiResponse answer(User user, ApiRequest request) {
        var path = request.path();
        var parts = Arrays.stream(path.split("/", -1)).skip(1).toList();
        var core = path.startsWith("/api/v1/");
        if (core || (path.startsWith("/apis/") && parts.size() > 3)) {
            var group = core ? "" : parts.get(1);
            var version = core ? "v1" : parts.get(2);
            return resource(user, group, version, parts.subList(core ? 2 : 3, parts.size()), request);
        }
        requirePath(user, request);
        return switch (path) {
            case "/healthz", "/livez", "/readyz" -> ApiResponse.text(200, "ok");
            case "/version", "/version/" -> ApiResponse.json(200, groups.version());
            case "/api", "/api/" -> ApiResponse.json(200, groups.versions());
            case "/apis", "/apis/" -> ApiResponse.json(200, groups.groups());
            case "/api/v1" -> ApiResponse.json(200, groups.resources(""));
            default -> group(parts);
        };
    }

    private ApiResponse group(List<String> parts) {
        if (parts.size() >= 2 && parts.getFirst().equals("apis") && groups.has(parts.get(1))) {
            if (parts.size() == 2) {
                return ApiResponse.json(200, groups.group(parts.get(1)));
            }
            if (parts.get(2).equals("v1")) {
                return ApiResponse.json(200, groups.resources(parts.get(1)));
            }
        }
        return ApiResponse.text(404, "404 page not found\n");
    }

    private void requirePath(User user, ApiRequest request) {
        var verb = VERBS.getOrDefault(request.method(), "get");
        if (!authorizer.allows(user, Access.toPath(verb, request.path()))) {
            var why = "forbidden: User \"" + user.name() + "\" cannot " + verb + " path \"" + request.path() + "\"";
            throw new ApiFailure(403, "Forbidden", why, ApiFailure.Details.NONE);
        }
    }

    private ApiResponse resource(User user, String group, String version, List<String> parts, ApiRequest request) {
        if (parts.size() == 1
                && request.method().equals("POST")
                && parts.getFirst().startsWith("selfsubject")) {
            return review(user, group, parts.getFirst(), request);
        }
        var named = parts.getFirst().equals("namespaces")
                && parts.size() > 2
                && !parts.get(2).equals("status");
        var namespace = named ? parts.get(1) : "";
        var rest = named ? parts.subList(2, parts.size()) : parts;
        var kind = ResourceKinds.byPlural(group, version, rest.getFirst())
                .filter(found -> groups.serves(found) && (found.namespaced() || namespace.isEmpty()))
                .orElseThrow(Failures::noSuchResource);
        var name = rest.size() > 1 ? rest.get(1) : "";
        var subresource = rest.size() > 2 ? rest.get(2) : "";
        require(user, kind, new Target(kind.kind().equals("Namespace") ? name : namespace, name), subresource, request);
        if (kind.namespaced()
                && namespace.isEmpty()
                && !(name.isEmpty() && request.method().equals("GET"))) {
            throw Failures.methodNotAllowed();
        }
        if (name.isEmpty()) {
            return objects.collection(user, kind, namespace, request);
        }
        var key = ObjectKey.of(kind, namespace, name);
        return switch (subresource) {
            case "" -> objects.object(user, key, false, request);
            case "status" -> objects.object(user, key, true, request);
            case "token" -> ApiResponse.json(201, reviews.token(key, Decoding.json(request.body())));
            case "proxy" -> {
                var path = "/" + String.join("/", rest.subList(3, rest.size()));
                yield behind.proxying().answer(kind, namespace, name, path, request);
            }
            case "log" -> log(kind, namespace, name, request);
            default -> throw Failures.noSuchResource();
        };
    }

    private ApiResponse log(ResourceKind kind, String namespace, String name, ApiRequest request) {
        if (!kind.kind().equals("Pod")) {
            throw Failures.noSuchResource();
        }
        if (!request.method().equals("GET")) {
            throw Failures.methodNotAllowed();
        }
        return behind.logs().answer(kind, namespace, name, request);
    }

    private void require(User user, ResourceKind kind, Target target, String subresource, ApiRequest request) {
        var verb = VERBS.getOrDefault(request.method(), "get");
        if (target.name().isEmpty() && verb.equals("get")) {
            verb = request.flag("watch") ? "watch" : "list";
        }
        var access = Access.to(verb, kind, subresource, new Target(target.namespace(), target.name()));
        if (!authorizer.allows(user, access)) {
            throw Failures.forbidden(kind, target.name(), access.refusal(user));
        }
    }

    private ApiResponse review(User user, String group, String plural, ApiRequest request) {
        var resource = new Access("create", group, plural, "", new Target("", ""), "");
        if (!authorizer.allows(user, resource)) {
            throw new ApiFailure(
                    403,
                    "Forbidden",
                    plural + "." + group + " is forbidden: " + resource.refusal(user),
                    new ApiFailure.Details("", group, plural, "", List.of()));
        }
        return switch (plural) {
            case "selfsubjectaccessreviews" ->
                ApiResponse.json(201, reviews.access(user, Decoding.json(request.body())));
            case "selfsubjectreviews" -> ApiResponse.json(201, reviews.identity(user));
            default -> throw Failures.noSuchResource();
        };
    }
}
