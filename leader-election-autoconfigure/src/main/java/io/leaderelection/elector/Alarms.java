package io.leaderelection.elector;

import io.leaderelection.gate.ElectorClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The alarms of an election that are set. One that cannot be set for now is set later. Belongs to the elector's thread. */
final class Alarms {

    private final Timers timers;
    private final ElectorClock clock;
    private final Consumer<Input> elector;
    private final Remedies remedies;
    private final Map<Alarm, Setting> all = new EnumMap<>(Alarm.class);

    Alarms(Timers timers, ElectorClock clock, Consumer<Input> elector, Remedies remedies) {
        this.timers = timers;
        this.clock = clock;
        this.elector = elector;
        this.remedies = remedies;
        for (Alarm alarm : Alarm.values()) {
            all.put(alarm, new Setting(alarm));
        }
    }

    /** Replaces the alarm's earlier setting. */
    void set(Alarm alarm, Duration delay) {
        setting(alarm).set(clock.nanoTime() + delay.toNanos(), delay);
    }

    void clear(Alarm alarm) {
        setting(alarm).clear();
    }

    /** Sets those that could not be set. */
    void catchUp() {
        all.values().forEach(Setting::catchUp);
    }

    private Setting setting(Alarm alarm) {
        return Objects.requireNonNull(all.get(alarm), "each alarm has one");
    }

    /** One alarm. Of an earlier setting nothing is heard any more, even if it cannot be called off. */
    private final class Setting {

        private final Alarm alarm;
        private Timers.@Nullable Cancellation timer;
        private long number;
        private long due;

        /** Whether it is to be set, and is not. */
        private boolean owed;

        Setting(Alarm alarm) {
            this.alarm = alarm;
        }

        void set(long at, Duration delay) {
            Timers.Cancellation earlier = timer;
            long mine = ++number;
            due = at;
            try {
                timer = timers.schedule(delay, () -> ring(mine));
                owed = false;
            } catch (Throwable refused) {
                timer = null;
                owed = true;
                remedies.areNeeded();
            }
            cancel(earlier);
        }

        void clear() {
            Timers.Cancellation earlier = timer;
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
                elector.accept(new Input.Due(alarm));
            }
        }

        private void cancel(Timers.@Nullable Cancellation earlier) {
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
