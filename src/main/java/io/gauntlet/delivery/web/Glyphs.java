package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.PlannedObject;
import io.gauntlet.delivery.Rollout;
import io.gauntlet.proof.Report;

/** The glyph of each status; its word comes from the message bundle. */
final class Glyphs {

    private static final String OK = "ok";
    private static final String INFO = "info";
    private static final String MUTE = "mute";
    private static final String WARN = "warn";
    private static final String CRIT = "crit";

    private Glyphs() {}

    static String of(Plan.Status status) {
        return switch (status) {
            case COMPUTING, READY -> INFO;
            case EMPTY, PUSHED -> OK;
            case BLOCKED -> WARN;
            case FAILED -> CRIT;
        };
    }

    static String of(Plan.ClusterStatus status) {
        return switch (status) {
            case PENDING -> MUTE;
            case READY -> INFO;
            case EMPTY -> OK;
            case BLOCKED -> WARN;
            case UNREACHABLE, FAILED -> CRIT;
        };
    }

    static String of(PlannedObject.Action action) {
        return switch (action) {
            case CREATE -> OK;
            case CHANGE -> INFO;
            case UNCHANGED -> MUTE;
            case DELETE, CONFLICT -> WARN;
            case REJECTED -> CRIT;
        };
    }

    static String of(Rollout.Status status) {
        return switch (status) {
            case RUNNING -> INFO;
            case SUCCEEDED -> OK;
            case FAILED -> CRIT;
            case ABORTED -> WARN;
        };
    }

    static String of(Rollout.TargetStatus status) {
        return switch (status) {
            case PENDING, QUEUED, SKIPPED -> MUTE;
            case APPLYING, VERIFYING -> INFO;
            case SUCCEEDED -> OK;
            case FAILED -> CRIT;
            case HELD, ABORTED -> WARN;
        };
    }

    static String of(Rollout.WaveStatus status) {
        return switch (status) {
            case WAITING -> MUTE;
            case RUNNING -> INFO;
            case DONE -> OK;
        };
    }

    static String of(Report.State state) {
        return switch (state) {
            case MISSING, FAILED -> CRIT;
            case STARTING, APPLIED -> WARN;
            case MOUNTED -> INFO;
            case LOADED -> OK;
        };
    }
}
