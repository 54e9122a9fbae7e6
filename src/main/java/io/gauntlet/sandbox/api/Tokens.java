package io.gauntlet.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bearer tokens of one cluster: signed, so that they stay valid when the process starts again with the same secret. */
final class Tokens {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    private static final String ADMIN = "admin";

    private final SecretKeySpec secret;
    private final String issuer;

    Tokens(byte[] secret, String cluster) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
        this.issuer = "https://kubernetes.default.svc/" + cluster;
    }

    String admin() {
        return sign(Json.object().put("iss", issuer).put("sub", ADMIN));
    }

    String serviceAccount(String namespace, String name, String uid, Instant now, Duration life) {
        var claims = Json.object().put("iss", issuer).put("sub", "system:serviceaccount:" + namespace + ":" + name);
        claims.put("iat", now.getEpochSecond()).put("exp", now.plus(life).getEpochSecond());
        var bound = claims.putObject("kubernetes.io").put("namespace", namespace);
        bound.putObject("serviceaccount").put("name", name).put("uid", uid);
        return sign(claims);
    }

    /** Who holds a token that is valid now; service accounts have to exist still. */
    Optional<User> user(String token, Instant now, ObjectStore store) {
        var claims = verified(token);
        if (claims.isEmpty() || !Json.text(claims.get(), "iss").equals(issuer)) {
            return Optional.empty();
        }
        var claim = claims.get();
        if (Json.text(claim, "sub").equals(ADMIN)) {
            return Optional.of(new User(ADMIN, ADMIN, List.of("system:masters", "system:authenticated")));
        }
        var bound = claim.path("kubernetes.io");
        var namespace = Json.text(bound, "namespace");
        var uid = Json.text(bound, "serviceaccount", "uid");
        var key = ObjectKey.of(
                ResourceKinds.named("ServiceAccount"), namespace, Json.text(bound, "serviceaccount", "name"));
        var account = store.find(key).filter(present -> present.uid().equals(uid));
        if (account.isEmpty() || claim.path("exp").asLong(0) <= now.getEpochSecond()) {
            return Optional.empty();
        }
        var groups = List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated");
        return Optional.of(new User(Json.text(claim, "sub"), uid, groups));
    }

    private Optional<JsonNode> verified(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        var expected = signature(parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, parts[2].getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(Base64.getUrlDecoder().decode(parts[1])));
        } catch (IllegalArgumentException | JacksonException broken) {
            return Optional.empty();
        }
    }

    private String sign(ObjectNode claims) {
        var content = HEADER + "." + encode(claims.toString());
        return content + "." + signature(content);
    }

    private String signature(String content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return ENCODER.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private static String encode(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
