package io.gauntlet.delivery.web;

import java.util.Locale;

/** Names of statuses as REST and message keys spell them. */
final class Words {

    private Words() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
