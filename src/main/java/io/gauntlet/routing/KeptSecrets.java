package io.gauntlet.routing;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which stored secrets an edited configuration may keep. A secret belongs to the addresses it was entered beside; where an
 * edit adds another address next to it, it has to be entered again, or an edit could have it sent anywhere.
 */
final class KeptSecrets {

    /** The type of receiver that a secret of the global section serves, by the start of its name. */
    private static final Map<String, String> GLOBAL_USERS = Map.of(
            "smtp", ".email_configs[",
            "slack", ".slack_configs[",
            "opsgenie", ".opsgenie_configs[",
            "wechat", ".wechat_configs[",
            "victorops", ".victorops_configs[",
            "telegram", ".telegram_configs[",
            "rocketchat", ".rocketchat_configs[",
            "mattermost", ".mattermost_configs[");

    private KeptSecrets() {}

    /**
     * Names of files that both texts refer to, beside no new address.
     *
     * @param fresh names of files whose content comes with the edit; an address among them is a new one
     */
    static Set<String> of(CheckedConfig before, CheckedConfig after, Set<String> fresh) {
        var old = addresses(before, Set.of());
        var kept = new HashSet<String>();
        addresses(after, fresh).forEach((file, hosts) -> {
            if (old.containsKey(file) && old.get(file).containsAll(hosts)) {
                kept.add(file);
            }
        });
        return kept;
    }

    private static Map<String, Set<String>> addresses(CheckedConfig config, Set<String> fresh) {
        var result = new TreeMap<String, Set<String>>();
        for (var reference : config.files()) {
            var file = SecretExtraction.fileName(reference.path());
            if (!file.isEmpty()) {
                var hosts = result.computeIfAbsent(file, name -> new HashSet<>());
                for (var address : config.addresses()) {
                    var itself = address.value().equals(reference.path());
                    if (!itself && near(reference, address)) {
                        var isNew = fresh.contains(SecretExtraction.fileName(address.value()));
                        hosts.add((isNew ? "new " : "") + prefix(address.key()) + " " + host(address.value()));
                    }
                }
            }
        }
        return result;
    }

    private static boolean near(FieldCheck.FileReference secret, FieldCheck.Address address) {
        var place = block(secret.owner());
        var other = block(address.owner());
        // A proxy of the global http_config sees everything.
        var proxy = other.equals("global") && !address.owner().equals("global");
        if (place.equals("global")) {
            var users = GLOBAL_USERS.get(prefix(secret.key()));
            var own = other.equals("global") && prefix(address.key()).equals(prefix(secret.key()));
            return proxy || own || (users != null && other.contains(users));
        }
        var type = type(place).equals("email") ? "smtp" : type(place);
        return other.equals(place) || proxy || (other.equals("global") && prefix(address.key()).equals(type));
    }

    /** The mapping of one integration, or the global section, that a place lies in. */
    private static String block(String owner) {
        var at = owner.indexOf("_configs[");
        return at < 0
                ? owner.startsWith("global") ? "global" : owner
                : owner.substring(0, owner.indexOf(']', at) + 1);
    }

    private static String type(String block) {
        var at = block.indexOf("_configs[");
        return at < 0 ? "" : block.substring(block.lastIndexOf('.', at) + 1, at);
    }

    private static String prefix(String key) {
        var at = key.indexOf('_');
        return at < 0 ? key : key.substring(0, at);
    }

    private static String host(String address) {
        var text = address.toLowerCase(Locale.ROOT).strip();
        var scheme = text.indexOf("://");
        var rest = scheme < 0 ? text : text.substring(scheme + 3);
        // The path of a file, not a URL.
        if (scheme < 0 && text.startsWith("/")) {
            return text;
        }
        var end = rest.split("[/?#]", 2)[0];
        return (scheme < 0 ? "" : text.substring(0, scheme)) + " " + end;
    }
}
