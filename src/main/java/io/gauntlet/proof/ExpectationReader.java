package io.gauntlet.proof;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.proof.Expectation.Evidence;
import io.gauntlet.proof.Expectation.Kind;
import io.gauntlet.proof.Expectation.Workload;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads from rendered objects what their replicas have to show. */
final class ExpectationReader {

    static final String COMPONENT = "app.kubernetes.io/component";
    static final String OWNER = "gauntlet.io/cluster";
    static final String PROMETHEUS = "prometheus";
    static final String RULER = "ruler";
    static final String ALERTMANAGER = "alertmanager";
    static final String WATCHDOG = "Watchdog";

    private static final String REVISION_GLOB = "/etc/prometheus/revision/";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<JsonNode> objects;

    private ExpectationReader(List<JsonNode> objects) {
        this.objects = objects;
    }

    static Expectation read(Collection<byte[]> objects) {
        var reader = new ExpectationReader(objects.stream().map(JSON::readTree).toList());
        var workloads = new ArrayList<Workload>();
        var cluster = "";
        var namespace = "";
        for (var object : reader.objects) {
            var kind = Kind.of(object.path("kind").asString(""));
            if (kind.isPresent()) {
                workloads.add(reader.workload(object, kind.get()));
                cluster = label(object, OWNER);
                namespace = object.path("metadata").path("namespace").asString("");
            }
        }
        return new Expectation(
                cluster, namespace, workloads, Digest.of(workloads.toString()).abbreviated());
    }

    private Workload workload(JsonNode object, Kind kind) {
        var component = label(object, COMPONENT);
        var replicas = kind == Kind.DAEMON_SET
                ? 0
                : object.path("spec").path("replicas").asInt(1);
        return new Workload(
                component, kind, object.path("metadata").path("name").asString(""), replicas, evidence(component));
    }

    private Evidence evidence(String component) {
        return switch (component) {
            case PROMETHEUS -> prometheus();
            case RULER -> ruler();
            case ALERTMANAGER -> alertmanager();
            default -> new Evidence.Template();
        };
    }

    private Evidence prometheus() {
        for (var object : of("ConfigMap", PROMETHEUS)) {
            var text = object.path("data").path("prometheus.yml").asString("");
            var revision = revision(text);
            // What names no revision could not be told from what ran before.
            if (revision.isPresent()) {
                var rules = ruleFiles(PROMETHEUS);
                return new Evidence.PrometheusFiles(revision.get(), rules.keySet(), jobs(text), watchdog(rules));
            }
        }
        return new Evidence.Template();
    }

    private Evidence ruler() {
        var rules = ruleFiles(RULER);
        return new Evidence.RulerFiles(rules.keySet(), watchdog(rules));
    }

    /**
     * The revision that a configuration of Prometheus names in {@code rule_files} by a glob that matches nothing. Reads lines up
     * to the end of that list only, since every replica is asked often.
     */
    static Optional<String> revision(String yaml) {
        var lines = yaml.lines().iterator();
        while (lines.hasNext() && !lines.next().stripTrailing().equals("rule_files:")) {
            // What comes before is of no interest.
        }
        while (lines.hasNext()) {
            var item = lines.next().strip();
            if (!item.startsWith("- ")) {
                break;
            }
            var file = item.substring(2).strip().replaceAll("^[\"']|[\"']$", "");
            if (file.startsWith(REVISION_GLOB) && file.endsWith("*") && file.length() > REVISION_GLOB.length() + 1) {
                return Optional.of(file.substring(REVISION_GLOB.length(), file.length() - 1));
            }
        }
        return Optional.empty();
    }

    private static Set<String> jobs(String yaml) {
        var result = new TreeSet<String>();
        for (var config : maps(BoundedYaml.loadMap("prometheus.yml", yaml).get("scrape_configs"))) {
            result.add(Objects.toString(config.get("job_name"), ""));
        }
        return result;
    }

    private static List<Map<?, ?>> maps(@Nullable Object list) {
        var result = new ArrayList<Map<?, ?>>();
        if (list instanceof List<?> items) {
            for (var item : items) {
                if (item instanceof Map<?, ?> map) {
                    result.add(map);
                }
            }
        }
        return result;
    }

    /** Text of each rule file of a component, by its name. */
    private Map<String, String> ruleFiles(String component) {
        var result = new TreeMap<String, String>();
        for (var object : of("ConfigMap", component)) {
            for (var file : object.path("data").properties()) {
                if (file.getKey().endsWith(".yaml")) {
                    result.put(file.getKey(), file.getValue().asString(""));
                }
            }
        }
        return result;
    }

    private static boolean watchdog(Map<String, String> rules) {
        return rules.values().stream().anyMatch(ExpectationReader::holdsWatchdog);
    }

    private static boolean holdsWatchdog(String file) {
        if (!file.contains(WATCHDOG)) {
            return false;
        }
        try {
            return maps(BoundedYaml.loadMap("rules", file).get("groups")).stream()
                    .flatMap(group -> maps(group.get("rules")).stream())
                    .anyMatch(rule -> WATCHDOG.equals(rule.get("alert")));
        } catch (DomainException.Invalid notRules) {
            return false;
        }
    }

    private Evidence alertmanager() {
        for (var object : of("Secret", ALERTMANAGER)) {
            var encoded = object.path("data").path("alertmanager.yml").asString("");
            if (!encoded.isEmpty()) {
                return new Evidence.ConfigHash(configHash(Base64.getDecoder().decode(encoded)));
            }
        }
        return new Evidence.Template();
    }

    /** What Alertmanager shows as {@code alertmanager_config_hash} for this file. */
    static long configHash(byte[] file) {
        try {
            var md5 = MessageDigest.getInstance("MD5").digest(file);
            var hash = 0L;
            for (var index = 5; index >= 0; index--) {
                hash = (hash << 8) | (md5[index] & 0xff);
            }
            return hash;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has MD5", impossible);
        }
    }

    private List<JsonNode> of(String kind, String component) {
        return objects.stream()
                .filter(object ->
                        kind.equals(object.path("kind").asString("")) && component.equals(label(object, COMPONENT)))
                .toList();
    }

    private static String label(JsonNode object, String name) {
        return object.path("metadata").path("labels").path(name).asString("");
    }
}
