package io.leaderelection.test;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.elector.CandidateListener;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.gate.LeadershipSnapshot;
import io.leaderelection.gate.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An election whose terms begin and end when a test says so. Work, listeners and workers are told in the order and on
 * the kinds of threads that a held election uses; there is just nobody to compete with and nothing to renew.
 */
final class SwitchedElection extends GatedElection {

    /** Name of this instance in its elections. */
    static final String IDENTITY = "this-instance";

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    private final CandidateListener listener;
    private final Executor events;
    private final AwaitedTasks tasks;
    private final Duration timeout;

    /** Written under this, read by anybody. */
    private volatile Leadership leadership;

    /** The thread that is telling the listeners something, while it does. */
    private volatile @Nullable Thread teller;

    // Guarded by this.

    private boolean leadsOnStart;
    private boolean wanted;
    private long terms;
    private @Nullable Term term;
    private Change latest = Change.NONE;
    private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    /**
     * @param listener makes the listener of this election
     * @param events tells the listener, one thing after the other
     * @param timeout how long a stop waits for listeners and work
     */
    SwitchedElection(
            String name,
            Function<LeaderElection, CandidateListener> listener,
            GatedCallListener calls,
            Executor events,
            AwaitedTasks tasks,
            Duration timeout) {
        super(name, calls, tasks);
        this.events = events;
        this.tasks = tasks;
        this.timeout = timeout;
        this.leadership = new LeadershipSnapshot(name, IDENTITY, Role.INACTIVE, null, null, 0, 0, Instant.now(), null);
        this.listener = listener.apply(this);
    }

    // What the application may do.

    /** Returns when the listeners have heard of it, so that a test finds its application where it is to begin. */
    @Override
    public void start() {
        synchronized (this) {
            wanted = true;
            startIfStopped();
        }
        if (Thread.currentThread() != teller) {
            new Patience("start()", this, timeout).awaitNews(latest());
        }
    }

    @Override
    public synchronized CompletionStage<Void> stop() {
        wanted = false;
        if (leadership.role() != Role.INACTIVE) {
            finish(LossReason.STOPPED, null);
            leadership = leadership(Role.INACTIVE, null, leadership.lastLoss());
            stopped = CompletableFuture.allOf(latest.told(), latest.workEnded())
                    .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS);
            stopped.thenRun(this::startIfStopped);
        }
        return stopped;
    }

    @Override
    public Leadership leadership() {
        return leadership;
    }

    /** This instance follows from now on, until the test grants leadership again. */
    @Override
    public synchronized void resign() {
        revoke(LossReason.RESIGNED, null);
    }

    @Override
    public void resign(Duration pause) {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("pause (%s) must not be negative".formatted(pause));
        }
        resign();
    }

    /** Asks nobody: a test says what is so. */
    @Override
    public void verify() {
        requireLeader();
    }

    // What the test may do.

    synchronized void leadOnStart(boolean leads) {
        leadsOnStart = leads;
    }

    synchronized Change grant() {
        leadsOnStart = true;
        wanted = true;
        startIfStopped();
        if (term == null && leadership.role() == Role.FOLLOWER) {
            begin();
        }
        return latest;
    }

    /** Ends the term, if there is one. Another leader may be known from now on. */
    synchronized Change revoke(LossReason reason, @Nullable String successor) {
        leadsOnStart = false;
        finish(reason, successor);
        return latest;
    }

    /** Takes part, and does not lead. */
    synchronized Change follow() {
        wanted = true;
        leadsOnStart = false;
        startIfStopped();
        return revoke(LossReason.RESIGNED, null);
    }

    /** Takes no part. */
    synchronized Change halt() {
        leadsOnStart = false;
        stop();
        return latest;
    }

    synchronized Change latest() {
        return latest;
    }

    synchronized CompletableFuture<Void> stopped() {
        return stopped;
    }

    /** Awaits work no more that does not end: the test that left it running has failed already. */
    synchronized void abandon(Change change) {
        if (latest == change) {
            latest = Change.NONE;
        }
    }

    @Nullable
    Thread teller() {
        return teller;
    }

    @Override
    public boolean awaitsCaller() {
        return Thread.currentThread() == teller || super.awaitsCaller();
    }

    @Override
    protected void overran(String call) {
        LOG.info("Election '{}': call '{}' ended after the term that had let it in", name(), call);
    }

    @Override
    protected void signalFailed(Throwable failure) {
        LOG.warn("Election '{}': a stop signal failed", name(), failure);
    }

    private synchronized void startIfStopped() {
        if (wanted && stopped.isDone() && leadership.role() == Role.INACTIVE) {
            leadership = leadership(Role.FOLLOWER, null, leadership.lastLoss());
            if (leadsOnStart) {
                begin();
            }
        }
    }

    private void begin() {
        terms++;
        Leadership granted = leadership(Role.LEADER, IDENTITY, leadership.lastLoss());
        leadership = granted;
        Term begun = Term.endless();
        term = begun;
        open(begun, granted);
        latest = Change.news(tell(() -> {
            listener.granted(granted);
            startWorkers(begun);
            listener.leaderChanged(granted);
        }));
    }

    private void finish(LossReason reason, @Nullable String successor) {
        Term ended = term;
        if (ended == null) {
            know(successor);
            return;
        }
        term = null;
        Leadership revoked = leadership(Role.FOLLOWER, IDENTITY, reason);
        Leadership after = leadership(Role.FOLLOWER, successor, reason);
        leadership = after;
        CompletableFuture<Void> workEnded = new CompletableFuture<>();
        CompletableFuture<Void> signalled = tasks.startedBy(() -> end(ended, () -> workEnded.complete(null)));
        CompletableFuture<Void> told = tell(() -> {
            listener.revoked(revoked, reason);
            listener.leaderChanged(after);
        });
        latest = new Change(told, signalled, workEnded);
    }

    private void know(@Nullable String leader) {
        String known = leadership.leaderIdentity();
        boolean same = leader == null ? known == null : leader.equals(known);
        if (!same && leadership.role() == Role.FOLLOWER) {
            Leadership changed = leadership(Role.FOLLOWER, leader, leadership.lastLoss());
            leadership = changed;
            latest = new Change(tell(() -> listener.leaderChanged(changed)), latest.signalled(), latest.workEnded());
        }
    }

    private CompletableFuture<Void> tell(Runnable news) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        events.execute(() -> {
            teller = Thread.currentThread();
            try {
                news.run();
            } catch (RuntimeException | Error failure) {
                LOG.warn("Election '{}': a listener failed", name(), failure);
            } finally {
                teller = null;
                told.complete(null);
            }
        });
        return told;
    }

    /** The number of the term is its token too: both rise with every grant. */
    private Leadership leadership(Role role, @Nullable String leader, @Nullable LossReason lastLoss) {
        return new LeadershipSnapshot(name(), IDENTITY, role, leader, null, terms, terms, Instant.now(), lastLoss);
    }
}
