package io.gauntlet.sandbox.workload;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program has logged: its start, which is worked out when somebody asks, and the latest lines since. Thousands of
 * programs have said nothing since their start and keep nothing. Safe for many threads.
 */
final class ProgramLog {

    private static final int KEPT = 40;
    private static final int LONGEST = 2000;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Component component;
    private final Instant startedAt;
    private @Nullable ArrayDeque<String> since;

    ProgramLog(Component component, Instant startedAt) {
        this.component = component;
        this.startedAt = startedAt;
    }

    /** Adds lines that say everything but the time. */
    synchronized void add(Instant now, List<String> lines) {
        if (since == null) {
            since = new ArrayDeque<>(4);
        }
        for (var line : lines) {
            since.addLast(stamp(now, line.substring(0, Math.min(line.length(), LONGEST))));
            if (since.size() > KEPT) {
                since.removeFirst();
            }
        }
    }

    /** All lines, oldest first. */
    synchronized List<String> lines() {
        var all = new ArrayList<String>();
        for (var line : start()) {
            all.add(stamp(startedAt, line));
        }
        if (since != null) {
            all.addAll(since);
        }
        return all;
    }

    private String stamp(Instant moment, String line) {
        return component.kind().isThanos()
                ? "ts=" + NANOS.format(moment) + " " + line
                : "time=" + MILLIS.format(moment) + " " + line;
    }

    private List<String> start() {
        var version = " version=\"(version=" + component.version() + ", branch=simulated, revision=simulated)\"";
        return switch (component.kind()) {
            case PROMETHEUS ->
                List.of(
                        "level=INFO source=main.go:902 msg=\"Starting Prometheus Server\" mode=server" + version,
                        "level=INFO source=main.go:1453 msg=\"Server is ready to receive web requests.\"");
            case ALERTMANAGER -> List.of("level=INFO source=app.go:194 msg=\"Starting Alertmanager\"" + version);
            case NODE_EXPORTER ->
                List.of("level=INFO source=node_exporter.go:216 msg=\"Starting node_exporter\"" + version);
            case SIDECAR -> List.of("caller=sidecar.go:492 level=info msg=\"starting sidecar\"");
            case RULE ->
                List.of(
                        "caller=rule.go:933 level=info component=rules msg=\"starting rule node\"",
                        "caller=intrumentation.go:60 level=info component=rules msg=\"changing probe status\" status=ready");
            case QUERY, STORE, COMPACT, RECEIVE, QUERY_FRONTEND ->
                List.of("caller=main.go:61 level=info msg=\"starting "
                        + component.kind().thanosName() + " node\"");
            default -> List.of("level=INFO msg=\"started\"");
        };
    }

    /** What a reloader says after it has told its neighbour to load changed files. */
    static List<String> reloaded(Flags flags) {
        return List.of("caller=reloader.go:546 level=info component=reloader msg=\"Reload triggered\" cfg_in="
                + flags.last("reloader.config-file").orElse("") + " cfg_out="
                + flags.last("reloader.config-envsubst-file").orElse("") + " cfg_dirs= watched_dirs="
                + String.join(", ", flags.all("reloader.rule-dir")));
    }

    /** What a reloader says when its neighbour has refused changed files. */
    static List<String> notReloaded() {
        return List.of(
                "caller=reloader.go:557 level=error component=reloader msg=\"Failed to trigger reload. Retrying.\""
                        + " err=\"trigger reload: received non-200 response: 500 Internal Server Error; have you set"
                        + " `--web.enable-lifecycle` Prometheus flag?\"");
    }
}
