package io.gauntlet.sandbox.workload;

import io.gauntlet.sandbox.promql.Broken;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An Alertmanager configuration file, checked as far as Alertmanager checks its structure. */
public record AlertmanagerConfig(Yaml yaml, List<String> receivers, Yaml route) {

    private static final Set<String> TOP = Set.of(
            "global",
            "route",
            "inhibit_rules",
            "receivers",
            "templates",
            "mute_time_intervals",
            "time_intervals",
            "tracing",
            "event_recorder");
    private static final Set<String> GLOBAL_PREFIXES = Set.of(
            "smtp_",
            "slack_",
            "pagerduty_",
            "opsgenie_",
            "wechat_",
            "victorops_",
            "telegram_",
            "webex_",
            "rocketchat_",
            "mattermost_",
            "jira_");
    private static final Set<String> ROUTE = Set.of(
            "receiver",
            "group_by",
            "match",
            "match_re",
            "matchers",
            "mute_time_intervals",
            "active_time_intervals",
            "continue",
            "routes",
            "group_wait",
            "group_interval",
            "repeat_interval",
            "labels");
    private static final Set<String> INTEGRATIONS = Set.of(
            "discord",
            "email",
            "incidentio",
            "pagerduty",
            "slack",
            "webhook",
            "opsgenie",
            "wechat",
            "pushover",
            "victorops",
            "sns",
            "telegram",
            "webex",
            "msteams",
            "msteamsv2",
            "jira",
            "rocketchat",
            "mattermost");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "slack",
                    Set.of(
                            "send_resolved",
                            "http_config",
                            "api_url",
                            "api_url_file",
                            "app_token",
                            "app_token_file",
                            "app_url",
                            "channel",
                            "username",
                            "color",
                            "title",
                            "title_link",
                            "pretext",
                            "text",
                            "fallback",
                            "callback_id",
                            "footer",
                            "icon_emoji",
                            "icon_url",
                            "message_text",
                            "fields",
                            "short_fields",
                            "image_url",
                            "thumb_url",
                            "link_names",
                            "mrkdwn_in",
                            "actions",
                            "update_message",
                            "timeout"),
            "victorops",
                    Set.of(
                            "send_resolved",
                            "http_config",
                            "api_key",
                            "api_key_file",
                            "api_url",
                            "routing_key",
                            "message_type",
                            "state_message",
                            "entity_display_name",
                            "monitoring_tool",
                            "custom_fields"),
            "webhook", Set.of("send_resolved", "http_config", "url", "url_file", "max_alerts", "timeout", "payload"));

    static AlertmanagerConfig parse(String text) throws Broken {
        var yaml = Yaml.parse(text);
        yaml.allow("config.plain", TOP);
        checkGlobal(yaml.at("global"));
        var receivers = new LinkedHashSet<String>();
        for (var receiver : yaml.list("receivers")) {
            checkReceiver(yaml, receiver);
            if (!receivers.add(receiver.text("name", ""))) {
                throw new Broken("notification config name \"" + receiver.text("name") + "\" is not unique");
            }
        }
        if (!yaml.has("route")) {
            throw new Broken("no route provided in config");
        }
        var route = yaml.at("route");
        if (route.text("receiver", "").isEmpty()) {
            throw new Broken("root route must specify a default receiver");
        }
        if (route.has("match") || route.has("match_re") || route.has("matchers")) {
            throw new Broken("root route must not have any matchers");
        }
        checkRoute(route, receivers, intervals(yaml));
        return new AlertmanagerConfig(yaml, List.copyOf(receivers), route);
    }

    private static void checkGlobal(Yaml global) throws Broken {
        var allowed = new HashSet<>(Set.of("resolve_timeout", "http_config"));
        for (var key : global.map().keySet()) {
            if (GLOBAL_PREFIXES.stream().anyMatch(key::startsWith)) {
                allowed.add(key);
            }
        }
        global.allow("config.plain", allowed);
        checkUrl(global.text("slack_api_url"));
        checkUrl(global.text("victorops_api_url"));
    }

    private static void checkReceiver(Yaml config, Yaml receiver) throws Broken {
        var allowed = new HashSet<>(Set.of("name", "labels"));
        INTEGRATIONS.forEach(integration -> allowed.add(integration + "_configs"));
        receiver.allow("config.plain", allowed);
        if (receiver.text("name", "").isEmpty()) {
            throw new Broken("missing name in receiver");
        }
        for (var integration : INTEGRATIONS) {
            for (var settings : receiver.list(integration + "_configs")) {
                var fields = FIELDS.get(integration);
                if (fields != null) {
                    settings.allow("config.plain", fields);
                }
                checkUrl(settings.text("api_url"));
                checkCredentials(integration, settings, config.at("global"));
            }
        }
    }

    private static void checkCredentials(String integration, Yaml settings, Yaml global) throws Broken {
        switch (integration) {
            case "slack" -> {
                if (settings.has("api_url") && settings.has("api_url_file")) {
                    throw new Broken("at most one of api_url & api_url_file must be configured");
                }
                if (none(settings, "api_url", "api_url_file", "app_token", "app_token_file")
                        && none(
                                global,
                                "slack_api_url",
                                "slack_api_url_file",
                                "slack_app_token",
                                "slack_app_token_file")) {
                    throw new Broken("no Slack API URL nor App token set either inline or in a file");
                }
            }
            case "victorops" -> {
                if (settings.text("routing_key", "").isEmpty()) {
                    throw new Broken("missing Routing key in VictorOps config");
                }
                if (none(settings, "api_key", "api_key_file")
                        && none(global, "victorops_api_key", "victorops_api_key_file")) {
                    throw new Broken("no global VictorOps API Key set");
                }
            }
            case "webhook" -> {
                if (settings.has("url") == settings.has("url_file")) {
                    throw new Broken("one of url or url_file must be configured");
                }
            }
            default -> {}
        }
    }

    private static boolean none(Yaml yaml, String... keys) {
        return List.of(keys).stream().noneMatch(yaml::has);
    }

    private static void checkUrl(@Nullable String url) throws Broken {
        if (url == null || url.equals("<secret>")) {
            return;
        }
        var scheme = url.contains("://") ? url.substring(0, url.indexOf("://")) : "";
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Broken("unsupported scheme \"" + scheme + "\" for URL");
        }
    }

    private static Set<String> intervals(Yaml yaml) throws Broken {
        var names = new HashSet<String>();
        for (var key : List.of("time_intervals", "mute_time_intervals")) {
            for (var interval : yaml.list(key)) {
                if (!names.add(interval.text("name", ""))) {
                    throw new Broken("time interval \"" + interval.text("name") + "\" is not unique");
                }
            }
        }
        return names;
    }

    private static void checkRoute(Yaml route, Set<String> receivers, Set<String> intervals) throws Broken {
        route.allow("config.plain", ROUTE);
        var receiver = route.text("receiver", "");
        if (!receiver.isEmpty() && !receivers.contains(receiver)) {
            throw new Broken("undefined receiver \"" + receiver + "\" used in route");
        }
        for (var key : List.of("mute_time_intervals", "active_time_intervals")) {
            for (var interval : route.texts(key)) {
                if (!intervals.contains(interval)) {
                    throw new Broken("undefined time interval \"" + interval + "\" used in route");
                }
            }
        }
        AlertRouting.matchers(route);
        for (var child : route.list("routes")) {
            checkRoute(child, receivers, intervals);
        }
    }

    /** The configuration as the status page shows it: secrets are not readable. */
    public String redacted() {
        return ShownConfig.of(yaml.map());
    }

    /** The receivers that an alert with {@code labels} reaches, in the order of the routes. */
    public List<String> receiversOf(Map<String, String> labels) {
        return AlertRouting.receivers(route, labels);
    }
}
