package io.gauntlet.delivery;

import io.gauntlet.kernel.AuditableEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps in a test's own database what the product overwrites: who claimed each target under which epoch, every outcome that was
 * recorded, and every number that became the applied one. Triggers write it, so the product cannot forget to.
 */
final class HistoryTables {

    private HistoryTables() {}

    /** Begins to record; once for each database. */
    static void install(JdbcClient jdbc) {
        jdbc.sql("""
                create table history_claim (seq bigint generated always as identity primary key, target_id uuid,
                    epoch bigint, owner text);
                create table history_outcome (seq bigint generated always as identity primary key, target_id uuid,
                    position integer, outcome text);
                create table history_applied (seq bigint generated always as identity primary key, cluster_id uuid,
                    number integer);
                create table history_trail (seq bigint generated always as identity primary key, action text, subject text)""").update();
        trigger(
                jdbc,
                "rollout_target",
                "new.epoch > old.epoch and new.lease_owner is not null",
                "insert into history_claim (target_id, epoch, owner) values (new.id, new.epoch, new.lease_owner)");
        trigger(
                jdbc,
                "rollout_object",
                "new.outcome is distinct from old.outcome and new.outcome is not null",
                "insert into history_outcome (target_id, position, outcome)"
                        + " values (new.target_id, new.position, new.outcome)");
        trigger(
                jdbc,
                "delivery",
                "new.applied_number is distinct from old.applied_number",
                "insert into history_applied (cluster_id, number) values (new.cluster_id, new.applied_number)");
    }

    private static void trigger(JdbcClient jdbc, String table, String when, String then) {
        jdbc.sql("create function record_" + table + "() returns trigger language plpgsql as $$ begin if " + when
                        + " then " + then + "; end if; return new; end $$")
                .update();
        jdbc.sql("create trigger history after update on " + table + " for each row execute function record_" + table
                        + "()")
                .update();
    }

    /** Stands for the audit module: writes an entry in the transaction of the change. */
    static ApplicationEventPublisher trail(JdbcClient jdbc) {
        return event -> {
            if (event instanceof AuditableEvent entry) {
                jdbc.sql("insert into history_trail (action, subject) values (:action, :subject)")
                        .param("action", entry.action())
                        .param("subject", entry.subject())
                        .update();
            }
        };
    }
}
