package io.gauntlet.routing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules for every http_config and tls_config, wherever it stands. */
final class HttpCheck {

    private final Findings findings;

    HttpCheck(Findings findings) {
        this.findings = findings;
    }

    void check(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                var at = Findings.join(path, String.valueOf(key));
                if (String.valueOf(key).equals("http_config") && item instanceof Map<?, ?> http) {
                    http(at, http);
                }
                if (String.valueOf(key).endsWith("tls_config") && item instanceof Map<?, ?> tls) {
                    tls(at, tls);
                }
                check(at, item);
            });
        } else if (value instanceof List<?> list) {
            for (var i = 0; i < list.size(); i++) {
                check(path + "[" + i + "]", list.get(i));
            }
        }
    }

    private void http(String path, Map<?, ?> http) {
        if (http.get("authorization") instanceof Map<?, ?> authorization
                && authorization.get("type") instanceof String type
                && type.strip().toLowerCase(Locale.ROOT).equals("basic")) {
            findings.problem(
                    path + ".authorization.type", "Basic is not a type of authorization here.", "Use basic_auth.");
        }
        proxy(path, http);
        if (http.get("oauth2") instanceof Map<?, ?> oauth2) {
            proxy(path + ".oauth2", oauth2);
        }
    }

    private void proxy(String path, Map<?, ?> http) {
        var url = Findings.given(http.get("proxy_url"));
        var none = Findings.given(http.get("no_proxy"));
        var environment = "true".equals(http.get("proxy_from_environment"));
        if (environment && (url || none)) {
            findings.problem(path + ".proxy_from_environment", "It excludes proxy_url and no_proxy.", "Remove one.");
        }
        if (none && !url) {
            findings.problem(path + ".no_proxy", "It needs a proxy_url.", "Set the proxy, or remove it.");
        }
    }

    private void tls(String path, Map<?, ?> tls) {
        var certificate = Findings.given(tls.get("cert")) || Findings.given(tls.get("cert_file"));
        var key = Findings.given(tls.get("key")) || Findings.given(tls.get("key_file"));
        if (certificate != key) {
            findings.problem(path, "A certificate needs its key and the reverse.", "Set both or neither.");
        }
        if (tls.get("min_version") instanceof String min
                && tls.get("max_version") instanceof String max
                && min.compareTo(max) > 0) {
            findings.problem(path + ".max_version", "The largest version is below the smallest.", "Swap them.");
        }
    }
}
