package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;

/** Where a sign-in comes from. */
record SourceAddress(String value) implements Serializable {

    SourceAddress(HttpServletRequest request) {
        this(request.getRemoteAddr());
    }
}
