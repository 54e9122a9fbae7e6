package io.gauntlet.web;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Where in a JSON body something is wrong; never shows its values. */
final class JsonPlaces {

    private JsonPlaces() {}

    static String path(JacksonException failed) {
        var path = failed.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "body" : path;
    }

    static String where(JacksonException failed) {
        var location = failed.getLocation();
        return location == null ? "unknown place" : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    static String known(UnrecognizedPropertyException unknown) {
        var names = unknown.getKnownPropertyIds();
        return names == null ? "none" : names.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }
}
