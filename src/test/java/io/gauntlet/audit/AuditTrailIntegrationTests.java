package io.gauntlet.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.AuditableEvent;
import io.gauntlet.support.IntegrationTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;

@IntegrationTest
class AuditTrailIntegrationTests {

    @Autowired
    AuditTrail trail;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    record Changed(String subject, Map<String, String> details) implements AuditableEvent {

        @Override
        public String action() {
            return "thing.changed";
        }

        @Override
        public String subjectType() {
            return "thing";
        }
    }

    @Test
    void changeLeavesAnEntry() {
        // Spring's test support pretends that there is a request.
        RequestContextHolder.resetRequestAttributes();
        change("kyoto", Map.of("colour", "red"));

        assertThat(trail.list(new AuditFilter(null, "thing.changed", "kyoto"), null, 10).items())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo("system");
                    assertThat(entry.source()).isEqualTo("system");
                    assertThat(entry.details()).containsEntry("colour", "red");
                });
    }

    @Test
    void changeThatIsRolledBackLeavesNone() {
        transactions.executeWithoutResult(status -> {
            events.publishEvent(new Changed("nara", Map.of()));
            status.setRollbackOnly();
        });

        assertThat(trail.list(new AuditFilter(null, null, "nara"), null, 10).items()).isEmpty();
        assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void changeOutsideATransactionIsRefused() {
        assertThatThrownBy(() -> events.publishEvent(new Changed("kobe", Map.of())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void changeThatCannotBeAuditedDidNotHappen() {
        jdbc.sql("CREATE TABLE audit_probe (id int)").update();
        jdbc.sql("ALTER TABLE audit_entry ADD CONSTRAINT disk_full CHECK (subject <> 'sendai')").update();
        try {
            assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                        jdbc.sql("INSERT INTO audit_probe VALUES (1)").update();
                        events.publishEvent(new Changed("sendai", Map.of()));
                    }))
                    .isInstanceOf(DataAccessException.class);
            assertThat(jdbc.sql("SELECT count(*) FROM audit_probe").query(Long.class).single())
                    .isZero();
        } finally {
            jdbc.sql("ALTER TABLE audit_entry DROP CONSTRAINT disk_full").update();
            jdbc.sql("DROP TABLE audit_probe").update();
        }
    }

    @Test
    void entriesCannotBeEditedOrDeleted() {
        change("gifu", Map.of());

        for (var statement :
                List.of("UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry")) {
            assertThatThrownBy(() -> jdbc.sql(statement).update())
                    .as(statement)
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void verifierNamesTheFirstRowThatWasTamperedWith() {
        IntStream.range(0, 5).forEach(number -> change("row-" + number, Map.of()));
        var last = jdbc.sql("SELECT max(seq) FROM audit_entry").query(Long.class).single();
        assertThat(trail.verify()).isEqualTo(new Verification.Intact(last));

        assertBrokenBy("UPDATE audit_entry SET subject = 'other' WHERE seq = " + (last - 2), last - 2);
        assertBrokenBy("DELETE FROM audit_entry WHERE seq = " + (last - 1), last - 1);
        assertBrokenBy("DELETE FROM audit_entry WHERE seq = " + last, last);
        assertBrokenBy(
                "UPDATE audit_entry a SET (subject, hash, previous_hash) ="
                        + " (SELECT b.subject, b.hash, b.previous_hash FROM audit_entry b WHERE b.seq = a.seq + 1)"
                        + " WHERE seq = " + (last - 3),
                last - 3);
        assertThat(trail.verify()).isEqualTo(new Verification.Intact(last));
    }

    @Test
    void manyWritersMakeOneChain() throws Exception {
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 40)
                    .<Callable<Void>>mapToObj(number -> () -> {
                        change("parallel", Map.of("number", Integer.toString(number)));
                        return null;
                    })
                    .toList();
            for (var done : workers.invokeAll(tasks)) {
                done.get();
            }
        }

        assertThat(trail.list(new AuditFilter(null, null, "parallel"), null, 100).items()).hasSize(40);
        assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void textThatTheDatabaseCannotStoreDoesNotStopTheChange() {
        change("nul\0here", Map.of("long", "x".repeat(10_000)));

        assertThat(trail.list(new AuditFilter(null, null, "nul\uFFFDhere"), null, 10).items())
                .singleElement()
                .satisfies(entry -> assertThat(entry.details().get("long")).hasSize(2_000));
        assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void pagesFollowEachOther() {
        IntStream.range(0, 5).forEach(number -> change("paged", Map.of("number", Integer.toString(number))));
        var filter = new AuditFilter(null, null, "paged");

        var first = trail.list(filter, null, 3);
        var second = trail.list(filter, first.next(), 3);

        assertThat(first.items()).extracting(entry -> entry.details().get("number")).containsExactly("4", "3", "2");
        assertThat(second.items()).extracting(entry -> entry.details().get("number")).containsExactly("1", "0");
        assertThat(second.next()).isNull();
    }

    private void change(String subject, Map<String, String> details) {
        transactions.executeWithoutResult(status -> events.publishEvent(new Changed(subject, details)));
    }

    /** Tampers as somebody with the database's password could, asks the verifier, and undoes it. */
    private void assertBrokenBy(String statement, long seq) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("SET LOCAL session_replication_role = replica").update();
            jdbc.sql(statement).update();
            assertThat(new AuditTrail(new AuditStore(jdbc)).verify())
                    .as(statement)
                    .isInstanceOfSatisfying(
                            Verification.Broken.class, broken -> assertThat(broken.seq()).isEqualTo(seq));
            status.setRollbackOnly();
        });
    }
}
