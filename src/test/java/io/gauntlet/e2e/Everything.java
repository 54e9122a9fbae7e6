package io.gauntlet.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.ResourceType;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.sandbox.SandboxCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Everything that can be seen of an installation: its answers, its database, its clusters. */
final class Everything {

    private final JdbcTemplate jdbc;
    private final RequestMappingHandlerMapping mappings;
    private final JsonMapper json;

    Everything(JdbcTemplate jdbc, RequestMappingHandlerMapping mappings, JsonMapper json) {
        this.jdbc = jdbc;
        this.mappings = mappings;
        this.json = json;
    }

    /** Each answer to a GET of an administrator, for every route and everything that there is to put into it. */
    Map<String, byte[]> answers(Api api) {
        var found = new TreeMap<String, byte[]>();
        var seen = new TreeSet<String>();
        for (var pattern : patterns()) {
            for (var address : addresses(pattern)) {
                var answer = api.look(URI.create(address));
                found.put(address, answer.getContentAsByteArray());
                if (answer.getStatus() == 200) {
                    seen.add(pattern);
                }
            }
        }
        assertThat(patterns().stream().filter(pattern -> !seen.contains(pattern)))
                .as("routes that never answered with 200, other than redirects")
                .containsExactly("/", "/clusters", "/sign-in");
        return found;
    }

    private List<String> patterns() {
        return mappings.getHandlerMethods().keySet().stream()
                .filter(route -> route.getMethodsCondition().getMethods().stream()
                        .anyMatch(method -> method.name().equals("GET")))
                .flatMap(route -> route.getPatternValues().stream())
                .filter(pattern -> !pattern.endsWith("}/events"))
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> addresses(String pattern) {
        List<String> open = List.of(pattern.endsWith("/compare") ? pattern + "?from=1&to=1" : pattern);
        while (open.getFirst().contains("{")) {
            var next = new ArrayList<String>();
            for (var address : open) {
                names(address).forEach(name -> next.add(address.replaceFirst("\\{[^}]*}", name)));
            }
            if (next.isEmpty()) {
                return List.of();
            }
            open = next;
        }
        return open;
    }

    private List<String> names(String address) {
        if (address.substring(0, address.indexOf('{')).endsWith("/revisions/")) {
            return strings("select distinct number::text from revision");
        }
        if (address.substring(0, address.indexOf('{')).endsWith("/targets/")) {
            return strings("select distinct name from rollout_target");
        }
        var query = switch (address.substring(0, address.indexOf('{'))) {
            case "/clusters/", "/api/v1/clusters/", "/drift/" -> "select name from cluster";
            case "/buckets/", "/api/v1/buckets/" -> "select name from bucket";
            case "/routing/", "/api/v1/routings/" -> "select name from routing";
            case "/rules/", "/api/v1/rule-groups/" -> "select id::text from rule_group limit 5";
            case "/stacks/", "/api/v1/profiles/" -> "select name from profile";
            case "/changes/", "/api/v1/changes/" ->
                "select number::text from config_change order by number desc limit 5";
            case "/plans/", "/api/v1/plans/" -> "select id::text from plan";
            case "/rollouts/", "/api/v1/rollouts/" -> "select id::text from rollout";
            case "/settings/notifications/", "/api/v1/notification-channels/" ->
                "select name from notification_channel";
            case "/api/v1/approval-rules/" -> "select name from approval_rule";
            case "/api/v1/tokens/" -> "select id::text from api_token";
            case "/api/v1/users/" -> "select name from app_user";
            default ->
                address.contains("/objects/")
                        ? "select id::text from plan_object where plan_id = '" + address.split("/", -1)[2] + "'"
                        : "select 'none'";
        };
        return strings(query);
    }

    /** Each row of each table as text; bytes are in hex. */
    Map<String, String> rows() {
        var found = new TreeMap<String, String>();
        for (var table : strings(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")) {
            var rows = strings("select row_to_json(t)::text from \"" + table + "\" t");
            for (int number = 0; number < rows.size(); number++) {
                found.put(table + " " + number, rows.get(number));
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    /** Each value of each column of bytes. */
    List<byte[]> blobs() {
        var found = new ArrayList<byte[]>();
        var columns = strings("""
                select format('select %I from %I where %I is not null', column_name, table_name, column_name)
                from information_schema.columns where table_schema = 'public' and data_type = 'bytea'""");
        for (var query : columns) {
            found.addAll(jdbc.query(query, (row, number) -> requireNonNull(row.getBytes(1))));
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    /** Each live object by its kind and name. */
    Map<String, String> objects(SandboxCluster cluster) throws IOException, InterruptedException {
        var found = new TreeMap<String, String>();
        try (var client = HttpClient.newHttpClient()) {
            for (var type : Kinds.all()) {
                var answer = client.send(
                        HttpRequest.newBuilder(URI.create(cluster.url() + path(type)))
                                .header("Authorization", "Bearer " + cluster.adminToken())
                                .build(),
                        BodyHandlers.ofString());
                for (var item : json.readTree(answer.body()).path("items")) {
                    found.put(type.kind() + " " + item.at("/metadata/name").asString(), item.toString());
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(30);
        return found;
    }

    private List<String> strings(String query) {
        return jdbc.query(query, (row, number) -> requireNonNull(row.getString(1)));
    }

    private static String path(ResourceType type) {
        return (type.group().isEmpty() ? "/api/" : "/apis/" + type.group() + "/") + type.version() + "/"
                + type.plural();
    }
}
