package io.leaderelection.status;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Durations in text that people read. */
public final class DurationText {

    private DurationText() {}

    /** As configuration keys write it: in whole seconds, otherwise in milliseconds, as far as those are enough. */
    public static String asConfigured(Duration time) {
        if (time.toNanosPart() % 1_000_000 != 0) {
            return time.toString();
        }
        return time.toNanosPart() == 0 ? time.toSeconds() + "s" : TimeUnit.MILLISECONDS.convert(time) + "ms";
    }

    /**
     * How long something took, such as 3h12m5.25s.
     *
     * @param unit the finest unit; what is shorter is left out
     */
    public static String elapsed(Duration time, ChronoUnit unit) {
        return time.truncatedTo(unit).toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
