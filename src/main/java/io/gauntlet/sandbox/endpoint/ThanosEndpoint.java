package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.workload.Component.Kind;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP APIs of sidecar, store gateway, compactor, ruler and query-frontend, and what all Thanos programs share. */
final class ThanosEndpoint {

    private final LiveCluster cluster;
    private final Blocks blocks;
    private final FanOut fanOut;
    private final RulesJson rules;
    private final QuerierEndpoint querier;

    ThanosEndpoint(LiveCluster cluster, Blocks blocks, FanOut fanOut, RulesJson rules, QuerierEndpoint querier) {
        this.cluster = cluster;
        this.blocks = blocks;
        this.fanOut = fanOut;
        this.rules = rules;
        this.querier = querier;
    }

    Answer answer(RunningPod pod, RunningPod.Running running, Call call) {
        var program = running.program();
        return switch (call.path()) {
            case "/-/healthy" -> Answer.text(200, "");
            case "/-/ready" -> Answer.text(running.ready() ? 200 : 503, "");
            case "/api/v1/status/buildinfo" -> Answer.success(buildInfo(program));
            case "/api/v1/status/flags" -> Answer.success(flags(program));
            case "/api/v1/status/runtimeinfo" ->
                Answer.success(Answer.object()
                        .put("startTime", program.startedAt().toString())
                        .put("CWD", "/")
                        .put("goroutineCount", 60)
                        .put("GOMAXPROCS", 2));
            default -> own(pod, program, call);
        };
    }

    private Answer own(RunningPod pod, Program program, Call call) {
        return switch (program.component().kind()) {
            case QUERY -> querier.answer(pod, program, call);
            case QUERY_FRONTEND -> frontend(pod, call);
            case STORE, COMPACT -> blocks(pod, call);
            case RULE -> ruler(pod, program, call);
            default -> Answer.notFound();
        };
    }

    private Answer frontend(RunningPod pod, Call call) {
        var behind = fanOut.behindFrontend(pod);
        if (behind.isEmpty()) {
            return Answer.text(502, "no downstream");
        }
        var program = behind.get().running(Kind.QUERY).orElseThrow().program();
        return querier.answer(behind.get(), program, call);
    }

    private Answer blocks(RunningPod pod, Call call) {
        if (call.path().equals("/api/v1/blocks")) {
            return Answer.success(blocks.toJson(pod.namespace()));
        }
        return Answer.notFound();
    }

    private Answer ruler(RunningPod pod, Program program, Call call) {
        return switch (call.path()) {
            case "/-/reload" -> reload(program, call);
            case "/api/v1/rules" -> {
                var data = Answer.object();
                rules.groups(data.putArray("groups"), call, program, fanOut.forRuler(pod, program), style(program));
                yield Answer.success(data);
            }
            case "/api/v1/alerts" -> {
                var data = Answer.object();
                // The ruler really writes this name with a capital.
                rules.alerts(data.putArray("Alerts"), program, fanOut.forRuler(pod, program), true);
                yield Answer.success(data);
            }
            default -> Answer.notFound();
        };
    }

    private Answer reload(Program program, Call call) {
        if (call.isGet()) {
            return Answer.methodNotAllowed();
        }
        return program.reload(cluster.now())
                .map(failure -> Answer.text(500, failure + "\n"))
                .orElse(Answer.text(200, ""));
    }

    static RulesJson.Style style(Program ruler) {
        var interval = ruler.flags().last("eval-interval").orElse("1m");
        var seconds = interval.matches("(\\d+(ms|[smhd]))+")
                ? io.gauntlet.kernel.PromDuration.of(interval).millis() / 1000.0
                : 60;
        return new RulesJson.Style(true, ruler.externalLabels(), seconds);
    }

    static ObjectNode buildInfo(Program program) {
        return Answer.object()
                .put("version", program.component().version())
                .put("revision", "simulated")
                .put("branch", "simulated")
                .put("buildUser", "")
                .put("buildDate", "")
                .put("goVersion", "go1.26.8");
    }

    private static ObjectNode flags(Program program) {
        var flags = Answer.object();
        flags.put("http-address", "0.0.0.0:10902");
        flags.put("log.level", "info");
        if (program.component().kind() != Kind.COMPACT) {
            flags.put("grpc-address", "0.0.0.0:10901");
        }
        if (program.component().kind() == Kind.QUERY) {
            flags.put("query.auto-downsampling", "false");
            flags.put("query.partial-response", "true");
            flags.put("query.replica-label", "");
            flags.put("store.unhealthy-timeout", "5m");
        }
        program.flags()
                .given()
                .forEach((name, value) -> flags.put(name, name.equals("objstore.config") ? "<REDACTED>" : value));
        return flags;
    }
}
