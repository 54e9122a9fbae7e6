package io.gauntlet.routing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for receivers that the field table cannot express. */
final class ReceiverCheck {

    /** The one Slack URL that is no secret: messages go there with a bot token. */
    static final String SLACK_POST_MESSAGE = "https://slack.com/api/chat.postMessage";

    private static final Set<String> VICTOROPS_OWN_FIELDS = Set.of(
            "routing_key",
            "message_type",
            "state_message",
            "entity_display_name",
            "monitoring_tool",
            "entity_id",
            "entity_state");

    private final Findings findings;
    private final Map<String, ?> global;

    ReceiverCheck(Findings findings, Map<String, ?> global) {
        this.findings = findings;
        this.global = global;
    }

    /** Checks all receivers; answers their names. */
    Set<String> check(@Nullable Object value) {
        var names = new LinkedHashSet<String>();
        slackGlobal();
        if (value instanceof List<?> list) {
            for (var i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> receiver) {
                    receiver("receivers[" + i + "]", receiver, names);
                }
            }
        }
        return names;
    }

    private void receiver(String path, Map<?, ?> receiver, Set<String> names) {
        if (!(receiver.get("name") instanceof String name) || name.isEmpty()) {
            findings.problem(path + ".name", "The receiver has no name.", "Name it.");
        } else {
            if (!names.add(name)) {
                findings.problem(
                        path + ".name", "The name '" + name + "' is there twice.", "Give every receiver its own name.");
            }
            if (receiver.get("labels") instanceof Map<?, ?> labels
                    && labels.get("name") instanceof String label
                    && !label.equals(name)) {
                findings.problem(
                        path + ".labels.name", "The label name differs from the receiver's name.", "Remove it.");
            }
        }
        receiver.forEach((key, value) -> {
            if (value instanceof List<?> configs && String.valueOf(key).endsWith("_configs")) {
                for (var i = 0; i < configs.size(); i++) {
                    if (configs.get(i) instanceof Map<?, ?> config) {
                        config(path + "." + key + "[" + i + "]", String.valueOf(key), config);
                    }
                }
            }
        });
    }

    private void config(String path, String type, Map<?, ?> config) {
        switch (type) {
            case "slack_configs" -> slack(path, config);
            case "victorops_configs" -> victorops(path, config);
            case "sns_configs" -> sns(path, config);
            case "email_configs" -> email(path, config);
            case "webex_configs" -> webex(path, config);
            case "incidentio_configs" -> incident(path, config);
            case "telegram_configs" ->
                oneOf(path + ".parse_mode", config.get("parse_mode"), Set.of("", "Markdown", "MarkdownV2", "HTML"));
            case "wechat_configs" ->
                oneOf(path + ".message_type", config.get("message_type"), Set.of("", "text", "markdown"));
            case "jira_configs" ->
                oneOf(path + ".api_type", config.get("api_type"), Set.of("auto", "cloud", "datacenter"));
            case "opsgenie_configs" -> opsgenie(path, config);
            case "pushover_configs" ->
                exclusive(
                        path + ".monospace",
                        "true".equals(config.get("html")) && "true".equals(config.get("monospace")),
                        "html and monospace");
            default -> {}
        }
    }

    private void slackGlobal() {
        var url = Findings.given(global.get("slack_api_url")) || Findings.given(global.get("slack_api_url_file"));
        var token = Findings.given(global.get("slack_app_token")) || Findings.given(global.get("slack_app_token_file"));
        var same = global.get("slack_api_url") instanceof String text
                && text.equals(global.get("slack_app_url") instanceof String app ? app : SLACK_POST_MESSAGE);
        exclusive("global.slack_app_token", url && token && !same, "slack_app_token and slack_api_url");
    }

    private void slack(String path, Map<?, ?> config) {
        var url = Findings.given(config.get("api_url")) || Findings.given(config.get("api_url_file"));
        var token = Findings.given(config.get("app_token")) || Findings.given(config.get("app_token_file"));
        exclusive(path + ".app_token", url && token, "api_url and app_token");
        if ("true".equals(config.get("update_message")) && !SLACK_POST_MESSAGE.equals(config.get("api_url"))) {
            findings.problem(
                    path + ".update_message",
                    "Messages can be updated with a bot token only.",
                    "Set api_url to " + SLACK_POST_MESSAGE + " and the token in http_config.authorization.");
        }
        if (token && config.get("http_config") instanceof Map<?, ?> http && http.containsKey("authorization")) {
            findings.problem(
                    path + ".http_config.authorization",
                    "An app token excludes an authorization of HTTP.",
                    "Remove one.");
        }
    }

    private void victorops(String path, Map<?, ?> config) {
        if (config.get("custom_fields") instanceof Map<?, ?> custom) {
            for (var key : custom.keySet()) {
                if (VICTOROPS_OWN_FIELDS.contains(String.valueOf(key))) {
                    findings.problem(
                            path + ".custom_fields." + key,
                            "The field belongs to the message itself.",
                            "Use another name.");
                }
            }
        }
    }

    private void sns(String path, Map<?, ?> config) {
        var set = List.of("topic_arn", "phone_number", "target_arn").stream()
                .filter(key -> Findings.given(config.get(key)))
                .count();
        exclusive(path + ".topic_arn", set > 1, "topic_arn, phone_number and target_arn");
    }

    private void email(String path, Map<?, ?> config) {
        if (config.get("headers") instanceof Map<?, ?> headers) {
            var seen = new LinkedHashSet<String>();
            for (var key : headers.keySet()) {
                if (!seen.add(String.valueOf(key).toLowerCase(Locale.ROOT))) {
                    findings.problem(path + ".headers." + key, "The header is there twice.", "Remove one.");
                }
            }
        }
        if (config.get("threading") instanceof Map<?, ?> threading) {
            oneOf(path + ".threading.thread_by_date", threading.get("thread_by_date"), Set.of("none", "daily"));
        }
        hostAndPort(path + ".smarthost", config.get("smarthost"));
    }

    void hostAndPort(String at, @Nullable Object value) {
        if (value instanceof String text && !text.isEmpty() && !text.matches("[^\\s/]*:[A-Za-z0-9-]{1,20}")) {
            findings.problem(at, "The address has no port.", "Write host:port.");
        }
    }

    private void webex(String path, Map<?, ?> config) {
        var http = config.containsKey("http_config") ? config.get("http_config") : global.get("http_config");
        if (!(http instanceof Map<?, ?> map) || !(map.get("authorization") instanceof Map)) {
            findings.problem(
                    path + ".http_config.authorization", "Webex needs an authorization.", "Set the bot's token there.");
        }
    }

    private void incident(String path, Map<?, ?> config) {
        var token = Findings.given(config.get("alert_source_token"))
                || Findings.given(config.get("alert_source_token_file"));
        var http = config.get("http_config") instanceof Map<?, ?> map && map.get("authorization") instanceof Map;
        if (!token && !http) {
            findings.problem(
                    path + ".alert_source_token",
                    "There is no token.",
                    "Set alert_source_token or http_config.authorization.");
        }
        exclusive(path + ".alert_source_token", token && http, "alert_source_token and http_config.authorization");
    }

    private void opsgenie(String path, Map<?, ?> config) {
        if (config.get("responders") instanceof List<?> responders) {
            for (var i = 0; i < responders.size(); i++) {
                if (responders.get(i) instanceof Map<?, ?> responder
                        && responder.get("type") instanceof String type
                        && !type.contains("{{")) {
                    oneOf(
                            path + ".responders[" + i + "].type",
                            type.toLowerCase(Locale.ROOT),
                            Set.of("team", "teams", "user", "escalation", "schedule"));
                }
            }
        }
    }

    private void oneOf(String at, @Nullable Object value, Set<String> known) {
        if (value instanceof String text && !known.contains(text)) {
            findings.problem(
                    at,
                    "The value is not known.",
                    "Use one of " + String.join(", ", known.stream().sorted().toList()) + ".");
        }
    }

    private void exclusive(String at, boolean broken, String what) {
        if (broken) {
            findings.problem(at, "At most one of " + what + " may be set.", "Remove the others.");
        }
    }
}
