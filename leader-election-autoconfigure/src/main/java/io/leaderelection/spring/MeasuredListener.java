package io.leaderelection.spring;

import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells a monitor of the terms of an election that a group carries, and the next listener of all. */
public final class MeasuredListener implements LeadershipListener {

    private final LeadershipListener next;
    private final ElectionMonitor monitor;

    /** Only the thread of the events knows it. */
    private Instant granted = Instant.EPOCH;

    /**
     * @param next told after the monitor
     */
    public MeasuredListener(LeadershipListener next, ElectionMonitor monitor) {
        this.next = next;
        this.monitor = monitor;
    }

    @Override
    public void granted(Leadership leadership) {
        granted = leadership.since();
        monitor.measured(leadership.election(), new Measurement.Granted(Duration.ZERO));
        next.granted(leadership);
    }

    @Override
    public void revoked(Leadership leadership, LossReason reason) {
        Duration led = Duration.between(granted, leadership.since());
        monitor.measured(
                leadership.election(), new Measurement.Revoked(reason, led.isNegative() ? Duration.ZERO : led));
        next.revoked(leadership, reason);
    }

    @Override
    public void leaderChanged(Leadership leadership) {
        next.leaderChanged(leadership);
    }

    @Override
    public @Nullable String telling() {
        return next.telling();
    }
}
