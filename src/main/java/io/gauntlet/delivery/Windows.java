package io.gauntlet.delivery;

import io.gauntlet.delivery.Strategy.Window;
import java.time.Instant;
import java.util.List;

/** Tells whether a moment lies in one of some times of the week. */
final class Windows {

    private Windows() {}

    /** True also where there is no window at all. */
    static boolean open(List<Window> windows, Instant now) {
        return windows.isEmpty() || windows.stream().anyMatch(window -> in(window, now));
    }

    private static boolean in(Window window, Instant now) {
        var local = now.atZone(window.zone());
        var time = local.toLocalTime();
        if (window.from().isBefore(window.to())) {
            return window.days().contains(local.getDayOfWeek())
                    && !time.isBefore(window.from())
                    && time.isBefore(window.to());
        }
        // Over midnight: the day is the one on which it begins; equal times are the whole day.
        var evening = window.days().contains(local.getDayOfWeek()) && !time.isBefore(window.from());
        var morning = window.days().contains(local.getDayOfWeek().minus(1)) && time.isBefore(window.to());
        return evening || morning;
    }
}
