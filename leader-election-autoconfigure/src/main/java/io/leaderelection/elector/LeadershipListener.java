package io.leaderelection.elector;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of an election, one call at a time and in order, on a thread that is not the elector's: it may
 * take its time, and the news may be old when it arrives. What it throws is logged and goes no further.
 */
public interface LeadershipListener {

    /** A term has begun; its gate is open, unless it has ended already. */
    void granted(Leadership leadership);

    /** The term has ended; its gate is shut. The lease is not released before this method has returned. */
    void revoked(Leadership leadership, LossReason reason);

    /** Another holder is known, or none. */
    void leaderChanged(Leadership leadership);

    /** Who is being told something at this moment, in words; {@code null} if nobody is, or nobody knows. Any thread. */
    default @Nullable String telling() {
        return null;
    }
}
