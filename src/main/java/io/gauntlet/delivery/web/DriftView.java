package io.gauntlet.delivery.web;

import io.gauntlet.delivery.ClusterDrift;
import io.gauntlet.delivery.ClusterDrift.DriftedObject;
import io.gauntlet.delivery.DriftField;
import io.gauntlet.delivery.DriftPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What the pages of drift show of one cluster. */
record DriftView(
        String cluster,
        String displayName,
        String state,
        String glyph,
        String sweptAt,
        String age,
        String failure,
        int revision,
        int compared,
        int drifted,
        String manager,
        String mode,
        String except,
        int version,
        String rollout,
        boolean healable,
        boolean fighting,
        List<Row> objects) {

    /** One object that differs. */
    record Row(
            String object,
            String component,
            String difference,
            String glyph,
            boolean tolerated,
            List<String> fields,
            List<DiffView.Line> lines,
            String message,
            String manager,
            String operation,
            String changedAt,
            String firstSeen,
            String lastSeen,
            String fight,
            int times) {

        static Row of(DriftedObject object) {
            return new Row(
                    object.ref().toString(),
                    object.component(),
                    Words.of(object.difference()),
                    object.tolerated() ? "mute" : object.fight().isPresent() ? "crit" : "warn",
                    object.tolerated(),
                    object.fields(),
                    object.diff().lines().map(DiffView.Line::of).toList(),
                    object.message(),
                    object.author().manager(),
                    object.author().operation(),
                    Times.of(object.author().time()),
                    Times.of(object.firstSeen()),
                    Times.of(object.lastSeen()),
                    object.fight().map(ClusterDrift.Fight::manager).orElse(""),
                    object.fight().map(ClusterDrift.Fight::times).orElse(0));
        }
    }

    static DriftView of(ClusterDrift drift, Instant now) {
        return new DriftView(
                drift.cluster().value(),
                drift.displayName(),
                Words.of(drift.state()),
                glyph(drift.state()),
                Times.of(drift.sweptAt()),
                drift.sweptAt().map(at -> age(Duration.between(at, now))).orElse(""),
                drift.failure(),
                drift.revision(),
                drift.compared(),
                drift.drifted(),
                drift.manager(),
                Words.of(drift.policy().mode()),
                drift.policy().except().stream().map(DriftField::text).collect(Collectors.joining("\n")),
                drift.version(),
                drift.rollout().map(Object::toString).orElse(""),
                drift.drifted() > 0 && drift.rollout().isEmpty(),
                drift.objects().stream().anyMatch(object -> object.fight().isPresent())
                        || drift.state() == ClusterDrift.State.FIGHT,
                drift.objects().stream().map(Row::of).toList());
    }

    static String glyph(ClusterDrift.State state) {
        return switch (state) {
            case IN_SYNC -> "ok";
            case DRIFTED -> "warn";
            case FIGHT -> "crit";
            case UNKNOWN -> "mute";
        };
    }

    /** To the largest unit that fits. */
    static String age(Duration age) {
        var seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** The policies to choose from, as they are spelled. */
    static List<String> modes() {
        return java.util.Arrays.stream(DriftPolicy.Mode.values()).map(Words::of).toList();
    }
}
