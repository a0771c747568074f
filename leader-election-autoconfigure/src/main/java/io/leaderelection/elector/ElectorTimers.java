package io.leaderelection.elector;

import io.leaderelection.gate.ElectorClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The timers of an elector that are set. One that cannot be set for now is set later. Belongs to the elector's thread. */
final class ElectorTimers {

    private final ElectorScheduler scheduler;
    private final ElectorClock clock;
    private final Consumer<ElectorEvent> elector;
    private final Recovery recovery;
    private final Map<TimerKind, Setting> all = new EnumMap<>(TimerKind.class);

    ElectorTimers(ElectorScheduler scheduler, ElectorClock clock, Consumer<ElectorEvent> elector, Recovery recovery) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.elector = elector;
        this.recovery = recovery;
        for (TimerKind timer : TimerKind.values()) {
            all.put(timer, new Setting(timer));
        }
    }

    /** Replaces the timer's earlier setting. */
    void set(TimerKind timer, Duration delay) {
        setting(timer).set(clock.nanoTime() + delay.toNanos(), delay);
    }

    void clear(TimerKind timer) {
        setting(timer).clear();
    }

    /** Sets those that could not be set. */
    void catchUp() {
        all.values().forEach(Setting::catchUp);
    }

    private Setting setting(TimerKind timer) {
        return Objects.requireNonNull(all.get(timer), "each timer has one");
    }

    /** One timer. Of an earlier setting nothing is heard any more, even if it cannot be called off. */
    private final class Setting {

        private final TimerKind kind;
        private ElectorScheduler.@Nullable Cancellation timer;
        private long number;
        private long due;

        /** Whether it is to be set, and is not. */
        private boolean owed;

        Setting(TimerKind kind) {
            this.kind = kind;
        }

        void set(long at, Duration delay) {
            ElectorScheduler.Cancellation earlier = timer;
            long mine = ++number;
            due = at;
            try {
                timer = scheduler.schedule(delay, () -> ring(mine));
                owed = false;
            } catch (Throwable refused) {
                timer = null;
                owed = true;
                recovery.request();
            }
            cancel(earlier);
        }

        void clear() {
            ElectorScheduler.Cancellation earlier = timer;
            timer = null;
            owed = false;
            number++;
            cancel(earlier);
        }

        void catchUp() {
            if (owed) {
                set(due, Duration.ofNanos(Math.max(0, due - clock.nanoTime())));
            }
        }

        private void ring(long mine) {
            if (mine == number) {
                elector.accept(new ElectorEvent.TimerFired(kind));
            }
        }

        private void cancel(ElectorScheduler.@Nullable Cancellation earlier) {
            if (earlier != null) {
                try {
                    earlier.cancel();
                } catch (Throwable ignored) {
                    // It is not heard when it rings.
                }
            }
        }
    }
}
