package io.leaderelection.elector;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.gate.ElectorClock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Time as an elector knows it: it stands still while one event is handled, and timers are set relative to it. */
final class ElectorTime {

    private final ElectorClock clock;
    private final Consumer<ElectorCommand> output;
    private final Set<TimerKind> armed = EnumSet.noneOf(TimerKind.class);
    private ClockReading now;

    ElectorTime(ElectorClock clock, Consumer<ElectorCommand> output) {
        this.clock = clock;
        this.output = output;
        this.now = clock.now();
    }

    /** Reads the clocks, for the next event. */
    void advance() {
        now = clock.now();
    }

    /** The clocks when the event that is being handled arrived. */
    ClockReading now() {
        return now;
    }

    /** Monotonic time when the event that is being handled arrived. */
    long nanos() {
        return now.nanos();
    }

    /** Sets a timer; replaces its earlier setting. */
    void arm(TimerKind timer, Duration delay) {
        armed.add(timer);
        output.accept(new ElectorCommand.SetTimer(timer, delay.isNegative() ? Duration.ZERO : delay));
    }

    /** Sets a timer to a point of monotonic time. */
    void armAt(TimerKind timer, long nanos) {
        arm(timer, Duration.ofNanos(nanos - now.nanos()));
    }

    void clear(TimerKind timer) {
        if (armed.remove(timer)) {
            output.accept(new ElectorCommand.ClearTimer(timer));
        }
    }

    void clearAll() {
        EnumSet.allOf(TimerKind.class).forEach(this::clear);
    }

    boolean isArmed(TimerKind timer) {
        return armed.contains(timer);
    }

    /** Takes note that a timer has run out. */
    void fired(TimerKind timer) {
        armed.remove(timer);
    }
}
