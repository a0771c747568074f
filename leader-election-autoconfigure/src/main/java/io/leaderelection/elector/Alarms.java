package io.leaderelection.elector;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** The alarms of a candidate that are set. Belongs to the elector's thread. */
final class Alarms {

    private final Timers timers;
    private final Consumer<Input> elector;
    private final Map<Alarm, Timers.Cancellation> set = new EnumMap<>(Alarm.class);

    Alarms(Timers timers, Consumer<Input> elector) {
        this.timers = timers;
        this.elector = elector;
    }

    /** Replaces the alarm's earlier setting. */
    void set(Alarm alarm, Duration delay) {
        Timers.Cancellation earlier =
                set.put(alarm, timers.schedule(delay, () -> elector.accept(new Input.Due(alarm))));
        if (earlier != null) {
            earlier.cancel();
        }
    }

    void clear(Alarm alarm) {
        Timers.Cancellation earlier = set.remove(alarm);
        if (earlier != null) {
            earlier.cancel();
        }
    }
}
