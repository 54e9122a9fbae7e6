package io.gauntlet.sandbox.api;

import java.util.List;

/** Who makes a request. */
record User(String name, String uid, List<String> groups) {

    static final User ANONYMOUS = new User("system:anonymous", "", List.of("system:unauthenticated"));

    boolean mayEverything() {
        return groups.contains("system:masters");
    }
}
