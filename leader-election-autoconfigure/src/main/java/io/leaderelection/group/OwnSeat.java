package io.leaderelection.group;

import io.leaderelection.Seat;
import io.leaderelection.gate.Term;
import java.time.Duration;
import java.util.OptionalInt;

/** A member's seat as users see it. */
record OwnSeat(SeatCampaign seats) implements Seat {

    @Override
    public OptionalInt number() {
        Term term = seats.term();
        int number = seats.seat();
        return term != null && term.isOpen() ? OptionalInt.of(number) : OptionalInt.empty();
    }

    @Override
    public long fencingToken() {
        Term term = seats.term();
        return term == null ? 0 : term.token();
    }

    @Override
    public Duration timeLeft() {
        Term term = seats.term();
        return term == null ? Duration.ZERO : term.timeLeft();
    }
}
