package io.gauntlet.sandbox.api;

import java.util.Optional;
import java.util.regex.Pattern;

/** The syntax of names, labels and keys, and what the API says about others. */
final class Names {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String SERVICE = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String VALUE = "(" + QUALIFIED + ")?";
    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
    private static final Pattern SERVICE_PATTERN = Pattern.compile(SERVICE);
    private static final Pattern QUALIFIED_PATTERN = Pattern.compile(QUALIFIED);
    private static final Pattern VALUE_PATTERN = Pattern.compile(VALUE);
    private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");

    private Names() {}

    /** What is wrong with the name of an object. */
    static Optional<String> problem(ResourceKind kind, String name) {
        return switch (kind.kind()) {
            case "Namespace" -> label(name);
            case "Service" -> service(name);
            case "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding" -> pathSegment(name);
            default -> subdomain(name);
        };
    }

    static Optional<String> subdomain(String name) {
        if (name.length() > 253) {
            return Optional.of("must be no more than 253 bytes");
        }
        return SUBDOMAIN_PATTERN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                                + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used"
                                + " for validation is '" + SUBDOMAIN + "')");
    }

    static Optional<String> label(String name) {
        if (name.length() > 63) {
            return Optional.of("must be no more than 63 bytes");
        }
        return LABEL_PATTERN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
                                + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex"
                                + " used for validation is '" + LABEL + "')");
    }

    private static Optional<String> service(String name) {
        if (name.length() > 63) {
            return Optional.of("must be no more than 63 bytes");
        }
        return SERVICE_PATTERN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                                + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
                                + " 'abc-123', regex used for validation is '" + SERVICE + "')");
    }

    private static Optional<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("may not be '" + name + "'");
        }
        for (var part : new String[] {"/", "%"}) {
            if (name.contains(part)) {
                return Optional.of("may not contain '" + part + "'");
            }
        }
        return Optional.empty();
    }

    static Optional<String> labelKey(String key) {
        var slash = key.indexOf('/');
        var name = key.substring(slash + 1);
        if (slash > 0 && subdomain(key.substring(0, slash)).isPresent()) {
            return Optional.of(
                    "prefix part " + subdomain(key.substring(0, slash)).get());
        }
        if (name.length() > 63) {
            return Optional.of("name part must be no more than 63 bytes");
        }
        return QUALIFIED_PATTERN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                                + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                                + " validation is '" + QUALIFIED + "')");
    }

    static Optional<String> labelValue(String value) {
        if (value.length() > 63) {
            return Optional.of("must be no more than 63 bytes");
        }
        return VALUE_PATTERN.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
                        + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value', "
                        + " or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    }

    static Optional<String> configKey(String key) {
        return CONFIG_KEY.matcher(key).matches() && key.length() <= 253
                ? Optional.empty()
                : Optional.of("a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                        + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                        + " '[-._a-zA-Z0-9]+')");
    }
}
