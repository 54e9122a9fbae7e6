package io.gauntlet.routing;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.YamlText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration after all checks.
 *
 * @param problems why Alertmanager would refuse it; empty when it would not
 */
record CheckedConfig(
        String text,
        YamlText yaml,
        Map<String, @Nullable Object> config,
        List<FieldProblem> problems,
        List<FieldCheck.InlineSecret> secrets,
        List<FieldCheck.FileReference> files,
        List<FieldCheck.Address> addresses) {

    /**
     * Checks what {@code amtool check-config} checks.
     *
     * @throws DomainException.Invalid only for a text that is not one YAML mapping
     */
    static CheckedConfig of(String text) {
        var yaml = YamlText.parse("yaml", text);
        var config = yaml.map();
        var findings = new Findings(yaml);
        var global = texts(config.get("global"));
        var fields = new FieldCheck(findings, global);
        fields.check("", "top", config);
        new HttpCheck(findings).check("", config);
        var receiverCheck = new ReceiverCheck(findings, global);
        receiverCheck.hostAndPort("global.smtp_smarthost", global.get("smtp_smarthost"));
        var receivers = receiverCheck.check(config.get("receivers"));
        var intervals = new IntervalCheck(findings).check(config);
        var routes = new RouteCheck(findings, receivers, intervals);
        routes.root(config.get("route"));
        routes.inhibitions(config.get("inhibit_rules"));
        return new CheckedConfig(
                text, yaml, config, findings.problems(), fields.secrets(), fields.files(), fields.addresses());
    }

    CheckedConfig required() {
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return this;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> texts(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, ?>) map : Map.of();
    }
}
