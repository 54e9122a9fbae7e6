package io.gauntlet.routing;

import io.gauntlet.kernel.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes the secrets out of a configuration: each inline value becomes a file, and its key the twin {@code <key>_file}. Names of
 * files are made of the place, so that the same place keeps its file from one edit to the next.
 */
final class SecretFiles {

    private final Map<String, Secret> taken = new TreeMap<>();
    private final Set<String> referenced = new TreeSet<>();

    private SecretFiles() {}

    /**
     * The configuration without secrets.
     *
     * @param taken      inline secrets by file name
     * @param referenced names of every file of {@link Routing#SECRET_DIRECTORY} that it refers to, new ones included
     */
    record Result(Map<String, Object> config, Map<String, Secret> taken, Set<String> referenced) {}

    static Result take(Map<String, Object> config) {
        var files = new SecretFiles();
        var copy = new LinkedHashMap<>(config);
        if (copy.get("global") instanceof Map<?, ?> global) {
            copy.put("global", files.replace("global", ConfigFields.of("global"), text(global)));
        }
        if (copy.get("receivers") instanceof List<?> receivers) {
            var replaced = new ArrayList<Object>();
            for (var item : receivers) {
                replaced.add(item instanceof Map<?, ?> receiver ? files.receiver(text(receiver)) : item);
            }
            copy.put("receivers", replaced);
        }
        return new Result(copy, files.taken, files.referenced);
    }

    private Map<String, Object> receiver(Map<String, Object> receiver) {
        var copy = new LinkedHashMap<>(receiver);
        for (var type : ConfigFields.integrations()) {
            if (copy.get(type) instanceof List<?> items) {
                var replaced = new ArrayList<Object>();
                for (var item : items) {
                    var place = receiver.get("name") + "-" + type.replace("_configs", "") + "-" + replaced.size();
                    replaced.add(item instanceof Map<?, ?> config ? replace(place, ConfigFields.of(type), text(config)) : item);
                }
                copy.put(type, replaced);
            }
        }
        return copy;
    }

    private Map<String, Object> replace(String place, ConfigFields fields, Map<String, Object> config) {
        var copy = new LinkedHashMap<String, Object>();
        config.forEach((key, value) -> {
            var templated = "url".equals(key) && String.valueOf(value).contains("{{");
            if (fields.secrets().contains(key) && value instanceof String secret && !secret.isEmpty() && !templated) {
                var file = (place + "-" + key).replaceAll("[^A-Za-z0-9-]", "-");
                taken.put(file, Secret.of(secret));
                referenced.add(file);
                copy.put(key + "_file", Routing.SECRET_DIRECTORY + "/" + file);
            } else {
                if (key.endsWith("_file") && value instanceof String path) {
                    ours(path).ifPresent(referenced::add);
                }
                copy.put(key, value);
            }
        });
        return copy;
    }

    /** The name of one of our files, of its path. */
    private static Optional<String> ours(String path) {
        var prefix = Routing.SECRET_DIRECTORY + "/";
        return path.startsWith(prefix) ? Optional.of(path.substring(prefix.length())) : Optional.empty();
    }

    /**
     * Files whose secret went to another host before: kept secrets of an integration whose address changed host must not be sent
     * to the new one.
     */
    static Set<String> movedToAnotherHost(Map<String, Object> before, Map<String, Object> after) {
        var old = addresses(before);
        var moved = new TreeSet<String>();
        addresses(after).forEach((file, host) -> {
            if (old.containsKey(file) && !old.get(file).equals(host)) {
                moved.add(file);
            }
        });
        return moved;
    }

    private static Map<String, String> addresses(Map<String, Object> config) {
        var hosts = new TreeMap<String, String>();
        if (config.get("receivers") instanceof List<?> receivers) {
            for (var receiver : receivers) {
                if (receiver instanceof Map<?, ?> map) {
                    text(map).values().forEach(list -> integrations(list, hosts));
                }
            }
        }
        if (config.get("global") instanceof Map<?, ?> global) {
            integrations(List.of(global), hosts);
        }
        return hosts;
    }

    private static void integrations(Object list, Map<String, String> hosts) {
        if (!(list instanceof List<?> items)) {
            return;
        }
        for (var item : items) {
            if (item instanceof Map<?, ?> config) {
                var host = new StringBuilder();
                text(config).forEach((key, value) -> {
                    if (key.endsWith("url") && value instanceof String url) {
                        host.append(key).append('=').append(host(url)).append(' ');
                    }
                });
                text(config).forEach((key, value) -> {
                    if (key.endsWith("_file") && value instanceof String path) {
                        ours(path).ifPresent(file -> hosts.put(file, host.toString()));
                    }
                });
            }
        }
    }

    private static String host(String url) {
        try {
            return String.valueOf(URI.create(url).getAuthority());
        } catch (IllegalArgumentException templated) {
            return url;
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> text(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
