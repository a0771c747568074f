package io.leaderelection.spring;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.CandidateListener;
import io.leaderelection.elector.GatedElection;
import io.leaderelection.elector.TaskThreads;
import io.leaderelection.elector.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An election that is switched off: this instance always leads, without a fencing token, or never does. It leads from
 * the beginning, and is told of a grant when it starts and of a revocation when it stops, in the thread that does so.
 * Its work belongs to its one term like any leader's: at a stop it is told to stop, and awaited.
 */
public final class FixedLeaderElection extends GatedElection {

    private static final Logger LOG = LoggerFactory.getLogger(FixedLeaderElection.class);

    private final boolean leader;
    private final CandidateListener listener;
    private volatile Leadership leadership;

    /** The term that goes on; {@code null} on a follower and after a stop. Guarded by this. */
    private @Nullable Term term;

    /** Whether the latest news was a grant. Guarded by this. */
    private boolean told;

    /** The end of the latest start. Guarded by this. */
    private CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * @param name name of the election
     * @param leader whether this instance leads
     * @param listener makes the listener of this election
     * @param calls told of calls at the gate
     * @param threads threads for stop signals and workers
     */
    public FixedLeaderElection(
            String name,
            boolean leader,
            Function<LeaderElection, CandidateListener> listener,
            GatedCallListener calls,
            TaskThreads threads) {
        super(name, calls, threads);
        this.leader = leader;
        this.leadership = leadership(leader ? Role.LEADER : Role.FOLLOWER, null);
        this.listener = listener.apply(this);
        lead();
    }

    @Override
    public synchronized void start() {
        if (leadership.role() == Role.INACTIVE) {
            leadership = leadership(leader ? Role.LEADER : Role.FOLLOWER, null);
            stopped = new CompletableFuture<>();
            lead();
        }
        if (term != null && !told) {
            told = true;
            listener.granted(leadership);
            startWorkers(term);
        }
    }

    @Override
    public synchronized CompletionStage<Void> stop() {
        if (leadership.role() != Role.INACTIVE) {
            leadership = leadership(Role.INACTIVE, leader ? LossReason.STOPPED : null);
            CompletableFuture<Void> done = stopped;
            if (term == null) {
                done.complete(null);
            } else {
                end(term, () -> done.complete(null));
                term = null;
            }
            if (told) {
                told = false;
                listener.revoked(leadership, LossReason.STOPPED);
            }
        }
        return stopped;
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

    /** Asks nobody: there is no store. */
    @Override
    public void verify() {
        requireLeader();
    }

    @Override
    protected void overran(String call) {
        LOG.info("Election '{}': call '{}' ended after the election was stopped", name(), call);
    }

    @Override
    protected void signalFailed(Throwable failure) {
        LOG.warn("Election '{}': a stop signal failed", name(), failure);
    }

    private void lead() {
        if (leader) {
            term = Term.endless();
            open(term, leadership);
        }
    }

    private Leadership leadership(Role role, @Nullable LossReason lastLoss) {
        return new Leadership(name(), "", role, null, null, 0, 0, Instant.now(), lastLoss);
    }
}
