package io.leaderelection.elector.simulation;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Another kind of elector, after client-go: it polls, takes an empty holder for a free lease, and keeps our annotation
 * whatever it writes. It is a careful one, whose gate looks at the clock, so that overlaps with it are judged, too.
 */
final class Stranger implements Contender {

    private final SimProcess process;
    private final Timings timings;
    private final LeaseStore store;
    private boolean running;
    private boolean resting;
    private @Nullable StoredLease seen;
    private long seenSince;
    private @Nullable ClockReading sent;
    private @Nullable Runnable stopped;

    Stranger(SimProcess process) {
        this.process = process;
        this.timings = process.world().schedule().timings();
        this.store = new SimStore(process, true, true);
    }

    @Override
    public void start() {
        running = true;
        seen = null;
        seenSince = now();
        poll();
    }

    @Override
    public void stop(Runnable whenStopped) {
        stopped = whenStopped;
        if (!running) {
            whenStopped.run();
        }
    }

    @Override
    public void resign(Duration pause) {
        resting = true;
        sent = null;
        process.schedule(pause, () -> resting = false);
    }

    @Override
    public boolean isOpen() {
        ClockReading since = sent;
        return since != null
                && stopped == null
                && !resting
                && process.node().clock().bootNanos() - since.bootNanos()
                        < timings.renewDeadline().toNanos();
    }

    @Override
    public boolean isCapable() {
        return running && stopped == null && !resting;
    }

    @Override
    public boolean isLettingGo() {
        return running && (stopped != null || resting);
    }

    private void poll() {
        store.read(timings.attemptTimeout(), this::found);
    }

    private void again() {
        Runnable whenStopped = stopped;
        if (whenStopped != null && sent == null) {
            running = false;
            stopped = null;
            whenStopped.run();
        } else {
            long jitter = process.node().dice().between(0, timings.retryPeriod().toNanos() / 5);
            process.schedule(timings.retryPeriod().minusNanos(jitter), this::poll);
        }
    }

    private void found(Answer answer) {
        if (answer instanceof Answer.Found found) {
            observe(found.lease());
            act(found.lease());
        } else if (answer instanceof Answer.Missing && stopped == null && !resting) {
            LeaseRecord mine = record(LeaseRecord.VACANT, process.node().plan().identity());
            ClockReading before = process.node().clock().now();
            store.create(mine, timings.attemptTimeout(), created -> wrote(created, before));
        } else {
            again();
        }
    }

    private void observe(StoredLease found) {
        if (seen == null || !seen.record().equals(found.record())) {
            seenSince = now();
        }
        seen = found;
    }

    private void act(StoredLease lease) {
        String me = process.node().plan().identity();
        LeaseRecord record = lease.record();
        boolean holds = me.equals(record.holderIdentity());
        boolean leaves = stopped != null || resting;
        if (!holds || leaves) {
            sent = null;
        }
        if (holds && leaves) {
            store.replace(lease, record(record, null), timings.attemptTimeout(), released -> again());
        } else if (!leaves && (holds || isFree(record))) {
            ClockReading before = process.node().clock().now();
            store.replace(lease, record(record, me), timings.attemptTimeout(), written -> wrote(written, before));
        } else {
            again();
        }
    }

    private void wrote(Answer answer, ClockReading before) {
        if (answer instanceof Answer.Written written) {
            observe(written.lease());
            sent = before;
        }
        again();
    }

    private boolean isFree(LeaseRecord record) {
        int recorded = Objects.requireNonNullElse(record.leaseDurationSeconds(), 0);
        long wait = Math.max(
                timings.leaseDuration().toNanos(), Duration.ofSeconds(recorded).toNanos());
        return !record.isHeld() || now() - seenSince >= wait;
    }

    private LeaseRecord record(LeaseRecord before, @Nullable String holder) {
        Instant clock = Instant.ofEpochMilli(process.node().clock().wallMillis());
        // With a stuck clock its renewals would change nothing, and nobody could see them: not our concern here.
        // Nor may one look like an earlier one, of a process before this one even, for who polls sees but some.
        Instant time = clock.plusMillis(process.node().nextForeignWrite());
        boolean same = Objects.equals(holder, before.holderIdentity());
        int transitions = Objects.requireNonNullElse(before.leaseTransitions(), 0);
        return new LeaseRecord(
                holder == null ? "" : holder,
                holder == null ? 1 : (int) timings.leaseDuration().toSeconds(),
                same ? before.acquireTime() : time,
                time,
                same || holder == null ? transitions : transitions + 1,
                before.seal());
    }

    private long now() {
        return process.node().clock().nanoTime();
    }
}
