package io.gauntlet.status;

import java.util.Collection;

/** How something is, from worst to best: what comes first is shown first, and a parent is never better than a child. */
public enum Health {
    /** Answers, and what matters most has no ready replica. */
    DOWN("crit"),
    /** No fresh answer: whatever was seen before does not count. */
    UNKNOWN("mute"),
    /** Works, but with less than it should have. */
    DEGRADED("warn"),
    /** Nothing to judge: never pushed, or left alone on purpose. */
    IDLE("pass"),
    /** On its way to what was pushed last, and within the time that this may take. */
    ROLLING("info"),
    HEALTHY("ok");

    private final String glyph;

    Health(String glyph) {
        this.glyph = glyph;
    }

    /** Name of the status mark of the design system. */
    public String glyph() {
        return glyph;
    }

    /** The word in URLs and in message keys. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The worse one. */
    public Health and(Health other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The worst of them; {@link #HEALTHY} when there are none. */
    public static Health worst(Collection<Health> all) {
        return all.stream().reduce(HEALTHY, Health::and);
    }
}
