package io.leaderelection.test;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everybody else in a switched election: whoever has the lease while this instance must not lead. Acts on the elector's
 * thread.
 */
final class Rival implements WatchListener {

    /** Not the 1 s by which other electors give a lease up. */
    private static final int LEASE_SECONDS = 60;

    private final MemoryLeases leases = new MemoryLeases();
    private final SwitchScheduler scheduler;
    private final String lease;

    /** Whether to take the lease as soon as this instance gives it up. */
    private boolean wants;

    /** By what name the lease is taken; {@code null} leaves it without a name, and not free all the same. */
    private @Nullable String name;

    private int transitions;

    /** Whether this instance holds the lease. Read by any thread. */
    private volatile boolean held;

    Rival(String lease, SwitchScheduler scheduler) {
        this.lease = lease;
        this.scheduler = scheduler;
        open().watch(this);
    }

    /** A way to the lease. */
    MemoryLeaseStore open() {
        return new MemoryLeaseStore(leases, lease, scheduler::execute);
    }

    /** Whether this instance holds the lease. Any thread. */
    boolean hasToWait() {
        return held;
    }

    /** Leaves the lease to this instance. */
    void release() {
        wants = false;
        if (!held) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            Seal seal = new Seal("rival", 1, "rival", 0, true, null, now, null, null);
            leases.overwrite(lease, record(null, now, seal.toText()));
        }
    }

    /** Takes the lease: now, or as soon as this instance has released it. */
    void follow(@Nullable String by) {
        wants = true;
        name = by;
        if (!held) {
            take();
        }
    }

    /** This instance has resigned by itself: who takes the lease then has no name, unless the test has said one. */
    void followResigned() {
        if (!wants) {
            follow(null);
        }
    }

    /** Takes the lease whoever holds it. */
    void take() {
        leases.overwrite(lease, record(name, Instant.now(), null));
    }

    void delete() {
        leases.delete(lease);
    }

    private LeaseRecord record(@Nullable String holder, Instant now, @Nullable String seal) {
        return new LeaseRecord(holder, LEASE_SECONDS, now, now, transitions, seal);
    }

    @Override
    public void changed(StoredLease stored) {
        LeaseRecord record = stored.record();
        held = SwitchedElection.IDENTITY.equals(record.holderIdentity());
        transitions = Objects.requireNonNullElse(record.leaseTransitions(), 0);
        boolean released = record.validSeal().filter(Seal::released).isPresent();
        if (released && wants) {
            take();
        }
    }

    @Override
    public void deleted(Version version) {
        held = false;
    }

    @Override
    public void live() {}

    @Override
    public void down(StoreFailure failure) {}

    @Override
    public void died(String process) {}
}
