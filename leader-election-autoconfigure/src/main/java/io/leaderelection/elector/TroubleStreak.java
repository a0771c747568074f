package io.leaderelection.elector;

import io.leaderelection.lock.Trouble;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decides which trouble of one kind of request deserves a warning: the first of each kind, and then one each so often.
 * What comes and goes quickly is not told each time. Belongs to the elector's thread.
 */
final class TroubleStreak {

    private static final long BRIEF_NANOS = Duration.ofMinutes(1).toNanos();

    private final long againNanos;
    private final Map<Trouble.Kind, Long> warned = new EnumMap<>(Trouble.Kind.class);
    private boolean open;
    private boolean told;
    private long began;

    /**
     * @param again how long after a warning to repeat it, if the trouble has lasted
     */
    TroubleStreak(Duration again) {
        this.againNanos = again.toNanos();
    }

    /** Takes note of trouble; says whether to warn of it. */
    boolean isWorthAWarning(Trouble.Kind kind, long nanos) {
        boolean first = !open;
        if (first) {
            open = true;
            told = false;
            began = nanos;
        }
        Long last = warned.get(kind);
        long quiet = first ? BRIEF_NANOS : againNanos;
        if (last != null && nanos - last < quiet) {
            return false;
        }
        warned.put(kind, nanos);
        told = true;
        return true;
    }

    boolean isOpen() {
        return open;
    }

    /** How long the trouble has lasted. */
    Duration lasted(long nanos) {
        return Duration.ofNanos(nanos - began);
    }

    /** The trouble is over; says whether its end is to be told, as its beginning was. */
    boolean end() {
        boolean tell = open && told;
        open = false;
        return tell;
    }
}
