package io.gauntlet.delivery;

import io.gauntlet.kernel.DomainException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Fields of objects that are not healed: a JSON pointer in which {@code *} stands for any one name or index, for all kinds or
 * for one, such as {@code Deployment:/spec/replicas}. What lies below a field belongs to it.
 *
 * @param text as it was written
 */
public record DriftField(String text) {

    /** Longest field. */
    public static final int MAX_LENGTH = 256;

    private static final Pattern FORM =
            Pattern.compile("(?:([A-Z][A-Za-z0-9]{0,62}):)?((?:/(?:[^/~\\p{Cntrl}]|~[01])+)+)");

    public DriftField {
        if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
            throw DomainException.Invalid.of(
                    "except",
                    "'" + shown(text) + "' is no field.",
                    "Write a JSON pointer such as /spec/replicas or Deployment:/spec/template/spec/containers/*/image.");
        }
        if (pointer(text).matches("/(apiVersion|kind|metadata|metadata/(name|namespace|uid|labels))|/\\*")) {
            throw DomainException.Invalid.of(
                    "except",
                    "'" + text + "' says what the object is.",
                    "Leave out the identity of objects; name a field below /spec, /data or /metadata/annotations.");
        }
    }

    /** Whether a field of an object of this kind is this one or below it. */
    public boolean covers(String kind, String field) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches() || (matcher.group(1) != null && !matcher.group(1).equals(kind))) {
            return false;
        }
        var wanted = tokens(matcher.group(2));
        var there = tokens(field);
        if (there.size() < wanted.size()) {
            return false;
        }
        for (var i = 0; i < wanted.size(); i++) {
            if (!"*".equals(wanted.get(i)) && !wanted.get(i).equals(there.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The names of a JSON pointer, from the outermost on, still escaped. */
    static List<String> tokens(String pointer) {
        var parts = Arrays.asList(pointer.split("/", -1));
        return new ArrayList<>(parts.subList(1, parts.size()));
    }

    private static String pointer(String text) {
        return text.substring(text.indexOf('/'));
    }

    private static String shown(String text) {
        var clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= 60 ? clean : clean.substring(0, 60) + "…";
    }

    @Override
    public String toString() {
        return text;
    }
}
