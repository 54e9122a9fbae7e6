package io.gauntlet.status.web;

import io.gauntlet.status.Finding;

/** Addresses of pages of other modules. Cluster names are DNS labels and need no escaping. */
final class Links {

    private Links() {}

    static String cluster(String name) {
        return "/clusters/" + name;
    }

    static String edit(String name) {
        return "/clusters/" + name + "/edit";
    }

    static String access(String name) {
        return "/clusters/" + name + "/credentials";
    }

    static String stack(String name) {
        return "/clusters/" + name + "/stack";
    }

    static String action(Finding.Action action, String cluster) {
        return switch (action) {
            case CLUSTER -> cluster(cluster);
            case ACCESS -> access(cluster);
            case STACK -> stack(cluster);
            case ROUTING -> "/routing";
            case CHANGES -> "/changes";
        };
    }
}
