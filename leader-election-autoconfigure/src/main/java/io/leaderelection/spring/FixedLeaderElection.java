package io.leaderelection.spring;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.NotLeaderException;
import io.leaderelection.elector.CandidateListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An election that is switched off: this instance always leads, without a fencing token, or never does. It leads from
 * the beginning, and is told of a grant when it starts and of a revocation when it stops, in the thread that does so.
 */
public final class FixedLeaderElection implements LeaderElection {

    private final String name;
    private final boolean leader;
    private final CandidateListener listener;
    private volatile Leadership leadership;

    /** Whether the latest news was a grant. */
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param name name of the election
     * @param leader whether this instance leads
     * @param listener makes the listener of this election
     */
    public FixedLeaderElection(String name, boolean leader, Function<LeaderElection, CandidateListener> listener) {
        this.name = name;
        this.leader = leader;
        this.leadership = leadership(leader ? Role.LEADER : Role.FOLLOWER, null);
        this.listener = listener.apply(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        if (leadership.role() == Role.INACTIVE) {
            leadership = leadership(leader ? Role.LEADER : Role.FOLLOWER, null);
        }
        if (leader && told.compareAndSet(false, true)) {
            listener.granted(leadership);
        }
    }

    @Override
    public CompletionStage<Void> stop() {
        leadership = leadership(Role.INACTIVE, leader ? LossReason.STOPPED : null);
        if (told.compareAndSet(true, false)) {
            listener.revoked(leadership, LossReason.STOPPED);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isLeader() {
        return leadership.role() == Role.LEADER;
    }

    @Override
    public Leadership leadership() {
        return leadership;
    }

    /** Does nothing: there is nobody to step down for. */
    @Override
    public void resign() {
        // The role is fixed.
    }

    /** Does nothing: there is nobody to step down for. */
    @Override
    public void resign(Duration pause) {
        // The role is fixed.
    }

    @Override
    public boolean runIfLeader(Runnable action) {
        boolean runs = isLeader();
        if (runs) {
            action.run();
        }
        return runs;
    }

    @Override
    public <T> Optional<T> callIfLeader(Callable<T> action) throws Exception {
        return isLeader() ? Optional.ofNullable(action.call()) : Optional.empty();
    }

    @Override
    public void requireLeader() {
        if (!isLeader()) {
            throw new NotLeaderException(name, null);
        }
    }

    private Leadership leadership(Role role, @Nullable LossReason lastLoss) {
        return new Leadership(name, "", role, null, null, 0, 0, Instant.now(), lastLoss);
    }
}
