package io.gauntlet.delivery;

import io.gauntlet.delivery.Approvals.Given;
import io.gauntlet.delivery.Approvals.Rule;
import io.gauntlet.delivery.Approvals.Terms;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules and approvals as rows. Callers hold the transaction. */
class ApprovalStore {

    private final JdbcClient jdbc;

    ApprovalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Rule> rules() {
        return jdbc.sql("select * from approval_rule order by name")
                .query((row, number) -> rule(row))
                .list();
    }

    Optional<Rule> rule(ResourceName name) {
        return jdbc.sql("select * from approval_rule where name = :name")
                .param("name", name.value())
                .query((row, number) -> rule(row))
                .optional();
    }

    private static Rule rule(ResultSet row) throws SQLException {
        var terms = new Terms(
                new ResourceName(row.getString("name")),
                LabelSelector.parse(row.getString("selector")),
                row.getInt("approvals"),
                row.getBoolean("self_approval"));
        return new Rule(terms, row.getInt("version"), row.getString("changed_by"), Rows.instant(row, "changed_at"));
    }

    /** False when there is one of that name. */
    boolean add(Terms terms, String actor, Instant now) {
        return write("""
                insert into approval_rule (name, selector, approvals, self_approval, changed_by, changed_at)
                values (:name, :selector, :approvals, :self, :actor, :now) on conflict do nothing""", terms, actor, now).update() > 0;
    }

    /** False when it is not of that version any more. */
    boolean change(Terms terms, int version, String actor, Instant now) {
        return write("""
                update approval_rule set selector = :selector, approvals = :approvals, self_approval = :self,
                    version = version + 1, changed_by = :actor, changed_at = :now
                where name = :name and version = :version""", terms, actor, now).param("version", version).update() > 0;
    }

    private JdbcClient.StatementSpec write(String sql, Terms terms, String actor, Instant now) {
        return jdbc.sql(sql)
                .param("name", terms.name().value())
                .param("selector", terms.selector().toString())
                .param("approvals", terms.approvals())
                .param("self", terms.selfApproval())
                .param("actor", actor)
                .param("now", Rows.time(now));
    }

    boolean remove(ResourceName name, int version) {
        return jdbc.sql("delete from approval_rule where name = :name and version = :version")
                        .param("name", name.value())
                        .param("version", version)
                        .update()
                > 0;
    }

    List<Given> given(PlanId plan) {
        return jdbc.sql("select * from plan_approval where plan_id = :plan order by approved_at, approver")
                .param("plan", plan.value())
                .query((row, number) -> new Given(
                        row.getString("approver"), row.getString("comment"), Rows.instant(row, "approved_at")))
                .list();
    }

    void approve(PlanId plan, Given given) {
        jdbc.sql("""
                insert into plan_approval (plan_id, approver, comment, approved_at)
                values (:plan, :approver, :comment, :at)
                on conflict (plan_id, approver) do update set comment = excluded.comment""")
                .param("plan", plan.value())
                .param("approver", given.approver())
                .param("comment", given.comment())
                .param("at", Rows.time(given.at()))
                .update();
    }

    boolean withdraw(PlanId plan, String approver) {
        return jdbc.sql("delete from plan_approval where plan_id = :plan and approver = :approver")
                        .param("plan", plan.value())
                        .param("approver", approver)
                        .update()
                > 0;
    }
}
