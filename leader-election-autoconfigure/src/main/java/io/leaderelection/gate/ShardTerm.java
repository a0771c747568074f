package io.leaderelection.gate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The term of one shard: it ends by an order only, and holds no longer than the term of its member's seat (S1). It asks
 * that one at every question, so that it needs no renewal of its own.
 */
public final class ShardTerm extends Term {

    private final Term seat;

    /**
     * @param seat the term in which the member holds its seat
     * @param token the shard's fencing token, which is also its number
     */
    public ShardTerm(Term seat, long token) {
        super(FixedClock.STOPPED, FixedClock.STOPPED.now(), Duration.ofNanos(Long.MAX_VALUE / 2), token, token);
        this.seat = seat;
    }

    @Override
    public boolean isOpen() {
        return super.isOpen() && seat.isOpen();
    }

    @Override
    public boolean holds() {
        return super.holds() && seat.holds();
    }

    @Override
    public Duration timeLeft() {
        return super.isOpen() ? seat.timeLeft() : Duration.ZERO;
    }

    @Override
    public @Nullable Duration sinceConfirmed() {
        return super.holds() ? seat.sinceConfirmed() : null;
    }

    @Override
    boolean hasEnded() {
        return super.hasEnded() || seat.hasEnded();
    }
}
