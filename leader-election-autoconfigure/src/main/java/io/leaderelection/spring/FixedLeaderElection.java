package io.leaderelection.spring;

import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.NotLeaderException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** An election that is switched off: this instance always leads, without a fencing token, or never does. */
public final class FixedLeaderElection implements LeaderElection {

    private final boolean leader;
    private final Leadership leadership;

    /**
     * @param name name of the election
     * @param leader whether this instance leads
     */
    public FixedLeaderElection(String name, boolean leader) {
        this.leader = leader;
        this.leadership =
                new Leadership(name, "", leader ? Role.LEADER : Role.FOLLOWER, null, null, 0, 0, Instant.now(), null);
    }

    @Override
    public String name() {
        return leadership.election();
    }

    /** Does nothing: there is nothing to take part in. */
    @Override
    public void start() {
        // The role is fixed.
    }

    @Override
    public boolean isLeader() {
        return leader;
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
        if (leader) {
            action.run();
        }
        return leader;
    }

    @Override
    public <T> Optional<T> callIfLeader(Callable<T> action) throws Exception {
        return leader ? Optional.ofNullable(action.call()) : Optional.empty();
    }

    @Override
    public void requireLeader() {
        if (!leader) {
            throw new NotLeaderException(name(), null);
        }
    }
}
