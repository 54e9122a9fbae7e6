package io.gauntlet.routing;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which stored secrets an edited configuration may keep. A secret belongs to the field and to the addresses and users it was
 * entered beside; where an edit changes one of them, it has to be entered again, or an edit could have it sent anywhere.
 */
final class KeptSecrets {

    /** The type of receiver that a secret of the global section serves, by the start of its name. */
    private static final Map<String, String> GLOBAL_USERS = Map.of(
            "smtp", "email",
            "slack", "slack",
            "opsgenie", "opsgenie",
            "wechat", "wechat",
            "victorops", "victorops",
            "telegram", "telegram",
            "rocketchat", "rocketchat",
            "mattermost", "mattermost");

    private final CheckedConfig config;
    private final Set<String> fresh;

    private KeptSecrets(CheckedConfig config, Set<String> fresh) {
        this.config = config;
        this.fresh = fresh;
    }

    /**
     * Names of secrets that both texts refer to, in the same field and beside the same addresses.
     *
     * @param fresh names of secrets whose content comes with the edit; an address among them is a new one
     */
    static Set<String> of(CheckedConfig before, CheckedConfig after, Set<String> fresh) {
        var old = new KeptSecrets(before, Set.of()).surroundings();
        var kept = new HashSet<String>();
        new KeptSecrets(after, fresh).surroundings().forEach((name, places) -> {
            if (old.containsKey(name) && old.get(name).containsAll(places)) {
                kept.add(name);
            }
        });
        return kept;
    }

    /** By secret, each place that it is sent from: its field and all addresses there. */
    private Map<String, Set<String>> surroundings() {
        var result = new TreeMap<String, Set<String>>();
        for (var reference : config.files()) {
            var name = SecretReference.name(reference.path());
            if (!name.isEmpty()) {
                var field = field(reference);
                var places = result.computeIfAbsent(name, key -> new HashSet<>());
                for (var block : blocks(reference)) {
                    places.add(field + " in " + type(block) + " beside " + addresses(block, reference));
                }
            }
        }
        return result;
    }

    /** The integrations that send a secret: its own, or for a global one those of its type, and the global section. */
    private Set<String> blocks(FieldCheck.FileReference reference) {
        var own = block(reference.owner());
        var blocks = new LinkedHashSet<String>();
        blocks.add(own);
        if (own.equals("global")) {
            var http = !reference.owner().equals("global");
            var users = GLOBAL_USERS.get(prefix(reference.key()));
            for (var owner : owners()) {
                var type = type(block(owner));
                if (!type.isEmpty() && (http ? !type.equals("email") : type.equals(users))) {
                    blocks.add(block(owner));
                }
            }
        }
        return blocks;
    }

    private Set<String> owners() {
        var owners = new TreeSet<String>();
        config.addresses().forEach(address -> owners.add(address.owner()));
        config.files().forEach(file -> owners.add(file.owner()));
        return owners;
    }

    private Set<String> addresses(String block, FieldCheck.FileReference secret) {
        var result = new TreeSet<String>();
        for (var address : config.addresses()) {
            if (!address.value().equals(secret.path()) && counts(block, secret, address)) {
                var isNew = fresh.contains(SecretReference.name(address.value()));
                result.add((isNew ? "new " : "") + address.key() + " "
                        + address.value().strip());
            }
        }
        return result;
    }

    private static boolean counts(String block, FieldCheck.FileReference secret, FieldCheck.Address address) {
        var place = block(address.owner());
        if (!place.equals("global")) {
            return place.equals(block);
        }
        // A proxy of the global http_config sees everything.
        var nested = !address.owner().equals("global");
        var type = type(block).isEmpty() ? prefix(secret.key()) : type(block);
        return nested || prefix(address.key()).equals(type.equals("email") ? "smtp" : type);
    }

    /** The key, and inside an integration where it stands there, without positions: both may move. */
    private static String field(FieldCheck.FileReference reference) {
        var owner = reference.owner();
        var at = block(owner).length();
        return owner.substring(Math.min(at, owner.length())) + "." + reference.key();
    }

    /** The mapping of one integration, or the global section, that a place lies in. */
    private static String block(String owner) {
        var at = owner.indexOf("_configs[");
        if (at >= 0) {
            return owner.substring(0, owner.indexOf(']', at) + 1);
        }
        return owner.startsWith("global") ? "global" : owner;
    }

    private static String type(String block) {
        var at = block.indexOf("_configs[");
        return at < 0 ? "" : block.substring(block.lastIndexOf('.', at) + 1, at);
    }

    private static String prefix(String key) {
        var at = key.indexOf('_');
        return at < 0 ? key : key.substring(0, at);
    }
}
