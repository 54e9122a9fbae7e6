package io.gauntlet.status.web;

import io.gauntlet.status.ClusterStatus;
import io.gauntlet.status.Finding;
import io.gauntlet.status.FleetStatus;
import io.gauntlet.status.FleetStatus.Tally;
import io.gauntlet.status.Health;
import io.gauntlet.status.web.FleetQuery.Sort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fleet page, ready to be printed: the template decides nothing. */
record FleetView(
        FleetStatus fleet,
        FleetQuery query,
        List<HealthBar.Segment> bar,
        List<Legend> legend,
        List<RegionMap> regions,
        List<FindingView> findings,
        int findingCount,
        int critical,
        List<Row> rows,
        int matching,
        @Nullable String next,
        Instant now) {

    private static final int FINDINGS = 5;
    private static final int MOST_FINDINGS = 200;

    /** One count of the health bar with the address that filters by it. */
    record Legend(Health health, int count, String href, boolean current) {}

    /** Ready of wanted replicas with a mark; no mark when all is well. */
    record Cell(@Nullable String glyph, @Nullable String word, String text) {}

    /** One line of the table. */
    record Row(
            String name,
            String displayName,
            Health health,
            String version,
            List<Cell> cells,
            String revision,
            ClusterStatus.Configuration configuration,
            boolean fresh,
            String answered) {}

    static FleetView of(FleetStatus fleet, FleetQuery query, Instant now) {
        var rows = FleetRows.of(fleet, query);
        var counts = fleet.counts();
        var legend = HealthBar.ORDER.stream()
                .filter(health -> HealthBar.count(counts, health) > 0 || health != Health.IDLE)
                .map(health -> {
                    var current = query.health().filter(health::equals).isPresent();
                    var href = query.withHealth(current ? null : health).address();
                    return new Legend(health, HealthBar.count(counts, health), href, current);
                })
                .toList();
        return new FleetView(
                fleet,
                query,
                HealthBar.of(fleet),
                legend,
                RegionMap.of(fleet),
                fleet.findings().stream()
                        .limit(query.allFindings() ? MOST_FINDINGS : FINDINGS)
                        .map(finding -> FindingView.of(finding, query))
                        .toList(),
                fleet.findings().size(),
                fleet.findings().stream()
                        .filter(finding -> finding.severity() == Health.DOWN)
                        .mapToInt(Finding::count)
                        .sum(),
                rows.page().stream().map(cluster -> row(cluster, now)).toList(),
                rows.matching(),
                rows.next() == null ? null : query.withAfter(rows.next()).address(),
                now);
    }

    private static Row row(ClusterStatus cluster, Instant now) {
        var cells = List.of(
                cell(cluster, "prometheus"),
                cell(cluster, "sidecar"),
                cell(cluster, "store-gateway"),
                cell(cluster, "ruler"),
                cell(cluster, "alertmanager"));
        return new Row(
                cluster.name(),
                cluster.cluster().displayName(),
                cluster.health(),
                cluster.version(),
                cells,
                cluster.delivery().revision().map(number -> "r" + number).orElse(""),
                cluster.configuration(),
                cluster.fresh(),
                cluster.age(now).map(Ages::of).orElse(""));
    }

    private static Cell cell(ClusterStatus cluster, String component) {
        var found = cluster.component(component);
        if (found.isEmpty()) {
            return new Cell(null, null, "–");
        }
        var health = cluster.fresh() ? found.get().health() : Health.UNKNOWN;
        var text = found.get().fraction();
        return health == Health.HEALTHY
                ? new Cell(null, null, text)
                : new Cell(health.glyph(), "status.health." + health.key(), text);
    }

    public boolean empty() {
        return fleet.clusters().isEmpty();
    }

    public int regionCount() {
        return (int) fleet.clusters().stream()
                .map(ClusterStatus::region)
                .filter(name -> !name.isEmpty())
                .distinct()
                .count();
    }

    public Tally prometheus() {
        return fleet.tally("prometheus");
    }

    public int singleReplica() {
        return fleet.with(Finding.Code.SINGLE_REPLICA);
    }

    public String singleReplicaHref() {
        return query.withFinding(Finding.Code.SINGLE_REPLICA).address();
    }

    public int unpushed() {
        return fleet.with(Finding.Code.UNPUSHED) + fleet.with(Finding.Code.NEVER_PUSHED);
    }

    public int neverPushed() {
        return fleet.with(Finding.Code.NEVER_PUSHED);
    }

    public String allFindingsHref() {
        return query.withAllFindings().address() + "#att";
    }

    public String href(Sort up, @Nullable Sort down) {
        return query.withSort(query.sort() == up && down != null ? down : up).address();
    }

    public @Nullable String direction(Sort up, Sort down) {
        if (query.sort() == up) {
            return "ascending";
        }
        return query.sort() == down ? "descending" : null;
    }

    public String byNameHref() {
        return href(Sort.NAME, Sort.NAME_DOWN);
    }

    public @Nullable String byName() {
        return direction(Sort.NAME, Sort.NAME_DOWN);
    }

    public String byVersionHref() {
        return href(Sort.VERSION, Sort.VERSION_DOWN);
    }

    public @Nullable String byVersion() {
        return direction(Sort.VERSION, Sort.VERSION_DOWN);
    }

    public String byHealthHref() {
        return href(Sort.WORST, null);
    }

    public @Nullable String byHealth() {
        return query.sort() == Sort.WORST ? "descending" : null;
    }

    public String regionHref(String region) {
        return query.withRegion(region).address();
    }

    public @Nullable String firstHref() {
        return query.after() == null ? null : query.withAfter(null).address();
    }

    public long sweptMillis() {
        return fleet.sweptAt().map(Instant::toEpochMilli).orElse(0L);
    }

    public String sweptAge() {
        return fleet.sweptAt().map(at -> Ages.of(Duration.between(at, now))).orElse("");
    }

    public boolean stale() {
        return fleet.sweptAt()
                .map(at -> at.plus(fleet.interval().multipliedBy(3)).isBefore(now))
                .orElse(true);
    }
}
