package io.gauntlet.routing;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the integrations of one receiver: known keys, exclusive pairs, and what is required here or globally. */
final class ReceiverCheck {

    /** For each integration: groups of keys of which one has to be set; a key with {@code global:} may be set there. */
    private static final Map<String, List<List<String>>> REQUIRED = Map.ofEntries(
            Map.entry("slack_configs", List.of(List.of("api_url", "api_url_file", "app_token", "app_token_file",
                    "global:slack_api_url", "global:slack_api_url_file", "global:slack_app_token", "global:slack_app_token_file"))),
            Map.entry("victorops_configs", List.of(List.of("routing_key"),
                    List.of("api_key", "api_key_file", "global:victorops_api_key", "global:victorops_api_key_file"))),
            Map.entry("email_configs", List.of(List.of("to"), List.of("smarthost", "global:smtp_smarthost"), List.of("from", "global:smtp_from"))),
            Map.entry("pagerduty_configs", List.of(List.of("routing_key", "routing_key_file", "service_key", "service_key_file"))),
            Map.entry("opsgenie_configs", List.of(List.of("api_key", "api_key_file", "global:opsgenie_api_key", "global:opsgenie_api_key_file"))),
            Map.entry("webhook_configs", List.of(List.of("url", "url_file"))),
            Map.entry("wechat_configs", List.of(List.of("api_secret", "api_secret_file", "global:wechat_api_secret", "global:wechat_api_secret_file"),
                    List.of("corp_id", "global:wechat_api_corp_id"))),
            Map.entry("pushover_configs", List.of(List.of("user_key", "user_key_file"), List.of("token", "token_file"))),
            Map.entry("sns_configs", List.of(List.of("topic_arn", "phone_number", "target_arn"))),
            Map.entry("telegram_configs", List.of(List.of("bot_token", "bot_token_file", "global:telegram_bot_token", "global:telegram_bot_token_file"),
                    List.of("chat_id", "chat_id_file"))),
            Map.entry("discord_configs", List.of(List.of("webhook_url", "webhook_url_file"))),
            Map.entry("msteams_configs", List.of(List.of("webhook_url", "webhook_url_file"))),
            Map.entry("msteamsv2_configs", List.of(List.of("webhook_url", "webhook_url_file"))),
            Map.entry("webex_configs", List.of(List.of("room_id"), List.of("http_config"))),
            Map.entry("jira_configs", List.of(List.of("project"), List.of("issue_type"), List.of("api_url", "global:jira_api_url"))),
            Map.entry("rocketchat_configs", List.of(List.of("token", "token_file", "global:rocketchat_token", "global:rocketchat_token_file"),
                    List.of("token_id", "token_id_file", "global:rocketchat_token_id", "global:rocketchat_token_id_file"))),
            Map.entry("incidentio_configs", List.of(List.of("url", "url_file"), List.of("alert_source_token", "alert_source_token_file", "http_config"))),
            Map.entry("mattermost_configs", List.of(List.of("webhook_url", "webhook_url_file", "global:mattermost_webhook_url", "global:mattermost_webhook_url_file"))));

    private ReceiverCheck() {}

    /** Returns how many integrations the receiver has. */
    static int run(String path, Map<String, Object> receiver, Map<String, Object> global, Problems problems) {
        var count = 0;
        for (var key : receiver.keySet()) {
            if ("name".equals(key) || "labels".equals(key)) {
                continue;
            }
            if (!ConfigFields.integrations().contains(key)) {
                problems.add(path + "." + key, "The key '" + key + "' is not known here.", "Use one of " + String.join(", ", ConfigFields.integrations()) + ".");
                continue;
            }
            var index = 0;
            for (var item : problems.list(path + "." + key, receiver.get(key))) {
                var itemPath = path + "." + key + "[" + index++ + "]";
                integration(itemPath, key, problems.map(itemPath, item), global, problems);
                count++;
            }
        }
        return count;
    }

    private static void integration(
            String path, String type, Map<String, Object> config, Map<String, Object> global, Problems problems) {
        var fields = ConfigFields.of(type);
        problems.keys(path, config, fields.keys());
        exclusive(path, config, fields, problems);
        for (var group : REQUIRED.getOrDefault(type, List.of())) {
            var set = group.stream().anyMatch(key -> key.startsWith("global:")
                    ? isSet(global.get(key.substring("global:".length())))
                    : isSet(config.get(key)));
            if (!set) {
                problems.add(path, "One of these is needed: " + String.join(", ", group).replace("global:", "global.") + ".", "Set one of them.");
            }
        }
        if ("slack_configs".equals(type)) {
            slack(path, config, problems);
        }
        if ("sns_configs".equals(type)
                && List.of("topic_arn", "phone_number", "target_arn").stream().filter(key -> isSet(config.get(key))).count() == 2) {
            problems.add(path, "Two of topic_arn, phone_number and target_arn are set.", "Keep one.");
        }
        for (var key : List.of("url", "api_url", "webhook_url")) {
            if (isSet(config.get(key))) {
                url(path + "." + key, String.valueOf(config.get(key)), problems);
            }
        }
    }

    private static void slack(String path, Map<String, Object> config, Problems problems) {
        var url = isSet(config.get("api_url")) || isSet(config.get("api_url_file"));
        var token = isSet(config.get("app_token")) || isSet(config.get("app_token_file"));
        if (url && token) {
            problems.add(path, "Both a webhook URL and an app token are set.", "Keep one of them.");
        }
        if (Boolean.TRUE.equals(config.get("update_message"))
                && !"https://slack.com/api/chat.postMessage".equals(config.get("api_url"))) {
            problems.add(
                    path + ".update_message", "Messages can only be updated with a bot token.",
                    "Set api_url to https://slack.com/api/chat.postMessage, or remove it.");
        }
    }

    static void exclusive(String path, Map<String, Object> config, ConfigFields fields, Problems problems) {
        for (var key : fields.secrets()) {
            if (isSet(config.get(key)) && isSet(config.get(key + "_file"))) {
                problems.add(path + "." + key, "At most one of " + key + " and " + key + "_file can be set.", "Keep one of them.");
            }
        }
    }

    private static void url(String path, String text, Problems problems) {
        if (text.contains("{{")) {
            return;
        }
        if ("<secret>".equals(text)) {
            problems.add(path, "'<secret>' is a mask, not an address.", "Paste the address itself.");
            return;
        }
        try {
            var uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException invalid) {
            // falls through to the same message
        }
        problems.add(path, "It is not an http or https URL with a host.", "Write https://host/path.");
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null && !(value instanceof String text && text.isEmpty());
    }
}
