package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Approvals.Rule;
import io.gauntlet.delivery.Approvals.Terms;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rule as it is sent, by page and by REST. */
record ApprovalRuleForm(
        @Nullable String name,
        @Nullable String selector,
        @Nullable Integer approvals,
        @Nullable Boolean selfApproval) {

    static ApprovalRuleForm empty() {
        return new ApprovalRuleForm("", "", 1, false);
    }

    static ApprovalRuleForm of(Rule rule) {
        var terms = rule.terms();
        return new ApprovalRuleForm(
                terms.name().value(), terms.selector().toString(), terms.approvals(), terms.selfApproval());
    }

    Terms toTerms() {
        return toTerms(Objects.requireNonNullElse(name, ""));
    }

    /** What it asks for, under the name of the address. */
    Terms toTerms(String known) {
        var problem = ResourceName.problem("name", known);
        if (problem.isPresent()) {
            throw new DomainException.Invalid(java.util.List.of(problem.get()));
        }
        return new Terms(
                new ResourceName(known),
                LabelSelector.parse(Objects.requireNonNullElse(selector, "")),
                Objects.requireNonNullElse(approvals, 1),
                Boolean.TRUE.equals(selfApproval));
    }
}
