package io.gauntlet.status.web;

import io.gauntlet.status.Finding;
import io.gauntlet.status.Health;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the address of the fleet page asks for: the address is the only place that holds it. Words that mean nothing are
 * treated as absent, so that an old bookmark still opens.
 */
record FleetQuery(
        String q,
        Optional<Health> health,
        @Nullable String region,
        Optional<Finding.Code> finding,
        Sort sort,
        @Nullable String after,
        boolean allFindings) {

    /** Orders of the table; worst first is the one without a word in the address. */
    enum Sort {
        WORST,
        NAME,
        NAME_DOWN,
        VERSION,
        VERSION_DOWN;

        static Sort of(@Nullable String word) {
            return switch (word == null ? "" : word) {
                case "name" -> NAME;
                case "-name" -> NAME_DOWN;
                case "version" -> VERSION;
                case "-version" -> VERSION_DOWN;
                default -> WORST;
            };
        }

        public @Nullable String word() {
            return switch (this) {
                case WORST -> null;
                case NAME -> "name";
                case NAME_DOWN -> "-name";
                case VERSION -> "version";
                case VERSION_DOWN -> "-version";
            };
        }
    }

    /** The parameters as they stand in the address. */
    record Parameters(
            @Nullable String q,
            @Nullable String health,
            @Nullable String region,
            @Nullable String finding,
            @Nullable String sort,
            @Nullable String after,
            @Nullable String findings) {}

    static FleetQuery of(Parameters asked) {
        var text = asked.q() == null ? "" : asked.q().strip();
        return new FleetQuery(
                text.length() > 200 ? text.substring(0, 200) : text,
                Arrays.stream(Health.values())
                        .filter(value -> value.key().equals(asked.health()))
                        .findFirst(),
                asked.region(),
                Arrays.stream(Finding.Code.values())
                        .filter(value -> value.key().equals(asked.finding()))
                        .findFirst(),
                Sort.of(asked.sort()),
                asked.after(),
                "all".equals(asked.findings()));
    }

    public String words() {
        return q.toLowerCase(Locale.ROOT);
    }

    public boolean filtered() {
        return !q.isEmpty() || health.isPresent() || region != null || finding.isPresent();
    }

    public FleetQuery withHealth(@Nullable Health value) {
        return new FleetQuery(q, Optional.ofNullable(value), region, finding, sort, null, allFindings);
    }

    public FleetQuery withRegion(@Nullable String value) {
        return new FleetQuery(q, health, value, finding, sort, null, allFindings);
    }

    public FleetQuery withFinding(Finding.@Nullable Code value) {
        return new FleetQuery(q, health, region, Optional.ofNullable(value), sort, null, allFindings);
    }

    public FleetQuery withSort(Sort value) {
        return new FleetQuery(q, health, region, finding, value, null, allFindings);
    }

    public FleetQuery withAfter(@Nullable String value) {
        return new FleetQuery(q, health, region, finding, sort, value, allFindings);
    }

    public FleetQuery withText(String value) {
        return new FleetQuery(value, health, region, finding, sort, null, allFindings);
    }

    public FleetQuery withAllFindings() {
        return new FleetQuery(q, health, region, finding, sort, after, true);
    }

    /** Path and query of this question. */
    public String address() {
        var address = UriComponentsBuilder.fromPath("/fleet");
        if (!q.isEmpty()) {
            address.queryParam("q", "{q}");
        }
        health.ifPresent(value -> address.queryParam("health", value.key()));
        if (region != null) {
            address.queryParam("region", "{region}");
        }
        finding.ifPresent(value -> address.queryParam("finding", value.key()));
        address.queryParamIfPresent("sort", Optional.ofNullable(sort.word()));
        if (after != null) {
            address.queryParam("after", "{after}");
        }
        if (allFindings) {
            address.queryParam("findings", "all");
        }
        var variables = new java.util.HashMap<String, Object>();
        variables.put("q", q);
        variables.put("region", region == null ? "" : region);
        variables.put("after", after == null ? "" : after);
        return address.encode().buildAndExpand(variables).toUriString();
    }
}
