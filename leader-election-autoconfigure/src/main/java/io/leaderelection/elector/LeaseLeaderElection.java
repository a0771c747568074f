package io.leaderelection.elector;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.LossReason;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.ElectionProblem;
import io.leaderelection.status.ElectionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One instance's part in one election: carries out what its {@link Elector} says, and answers
 * {@link io.leaderelection.LeaderElection}.
 *
 * <p>The elector and every field without other note belong to the elector's thread. Can be started again after a stop.
 */
public sealed class LeaseLeaderElection extends GatedElection permits UncontestedElection {

    /** Nanoseconds in 64 bits count 292 years, from whatever the clock's beginning was. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(365);

    private final ElectionSettings settings;
    private final LeaseStore store;
    private final Ports ports;
    private final LeadershipListener listener;
    private final Elector elector;
    private final ElectionLog log;
    private final StatusRecorder recorder;
    private final ListenerNotifier notifier;

    private final Recovery recovery;

    /** Not private for tests, which see by it how far the elector's thread has come. */
    final ElectorExecutor executor;

    private final RequiredThreads threads;
    private final CommandQueue queue;
    private final Breakdown breakdown;
    private final ElectorTimers timers;
    private final Requests requests;
    private final WatchFeed watch;

    /** The term of which it is decided that it is granted, and not that it is revoked; either may have to be told yet. */
    private @Nullable Term granted;

    private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);
    private boolean wanted;

    /** Completes when listeners have heard of the end of the latest term. */
    private CompletableFuture<Void> heardOfEnd = CompletableFuture.completedFuture(null);

    /** An election whose measurements nobody hears. */
    public LeaseLeaderElection(
            ElectionSettings settings,
            LeaseStore store,
            Ports ports,
            LeadershipListener listener,
            GatedCallListener calls) {
        this(settings, store, ports, listener, calls, ElectionMonitor.NONE);
    }

    /**
     * @param store where the lease is; closed by whoever opened it
     * @param listener told of terms and leaders
     * @param calls told of calls at the gate
     * @param monitor told of measurements, on the elector's thread: must not wait for anything
     */
    public LeaseLeaderElection(
            ElectionSettings settings,
            LeaseStore store,
            Ports ports,
            LeadershipListener listener,
            GatedCallListener calls,
            ElectionMonitor monitor) {
        this(
                settings,
                store,
                ports,
                listener,
                calls,
                monitor,
                new TakeoverRules(),
                new ElectionLog(settings, store.describe(), ports.clock()));
    }

    /**
     * A standby that waits for the end of somebody else's lease, to end it for good by taking it: it says nothing and is
     * gated nothing. It rehearses nothing either. Where it finds no lease, it waits for whoever had it.
     *
     * @param listener told of the term in which it has the lease
     */
    public static LeaseLeaderElection guard(
            ElectionSettings settings, LeaseStore store, Ports ports, LeadershipListener listener) {
        LeaseLeaderElection guard = new LeaseLeaderElection(
                settings,
                store,
                ports,
                listener,
                GatedCallListener.NONE,
                ElectionMonitor.NONE,
                new TakeoverRules(),
                ElectionLog.silent(settings),
                false);
        guard.presumeHolder();
        return guard;
    }

    LeaseLeaderElection(
            ElectionSettings settings,
            LeaseStore store,
            Ports ports,
            LeadershipListener listener,
            GatedCallListener calls,
            ElectionMonitor monitor,
            TakeoverRules takeover,
            ElectionLog log) {
        this(settings, store, ports, listener, calls, monitor, takeover, log, store.canRehearse());
    }

    private LeaseLeaderElection(
            ElectionSettings settings,
            LeaseStore store,
            Ports ports,
            LeadershipListener listener,
            GatedCallListener calls,
            ElectionMonitor monitor,
            TakeoverRules takeover,
            ElectionLog log,
            boolean rehearses) {
        super(settings.name(), calls, ports.tasks());
        this.settings = settings;
        this.store = store;
        this.ports = ports;
        this.listener = listener;
        this.log = log;
        this.recovery = new Recovery(ports.scheduler());
        this.executor = new ElectorExecutor(ports.scheduler(), recovery);
        this.threads = new RequiredThreads(List.of(ports.events(), signals()), log, recovery);
        this.queue = new CommandQueue(new CommandExecutor(), log, recovery);
        this.breakdown = new Breakdown(recovery);
        this.elector = new Elector(
                settings, takeover, rehearses, ports.clock(), ports.randomness(), ports.process(), threads::areReady);
        this.timers = new ElectorTimers(ports.scheduler(), ports.clock(), this::handle, recovery);
        this.requests = new Requests(store, this::submit, log::storeFailed);
        this.watch = new WatchFeed(store, executor, this::handle, log::storeFailed, recovery);
        this.notifier = new ListenerNotifier(listener, ports.events(), log::failed);
        this.recorder = new StatusRecorder(settings, elector, store, ports, monitor, notifier);
        this.recovery.consistsOf(List.of(
                executor::catchUp,
                queue::catchUp,
                timers::catchUp,
                watch::catchUp,
                threads::catchUp,
                this::startMissingWorkers,
                this::startIfStopped,
                this::beginAnew));
    }

    /**
     * Somebody has the lease, or had it, as is known from elsewhere. If it is missing, he may not have heard of that yet, and
     * is waited for (I13). To be called before the first start.
     */
    public void presumeHolder() {
        elector.presumeHolder();
    }

    /** Takes part from now on; once it has stopped, if it is about to. Does nothing if it takes part already. */
    @Override
    public void start() {
        executor.executeOrThrow(() -> {
            wanted = true;
            startIfStopped();
        });
    }

    private void startIfStopped() {
        try {
            begin();
        } catch (Throwable failure) {
            recovery.request();
            log.broke(failure);
        }
    }

    /** What can throw comes before what must come once: a start that fails is tried again. */
    private void begin() {
        if (wanted && stopped.isDone()) {
            CompletableFuture<Void> next = new CompletableFuture<>();
            recorder.role(Role.FOLLOWER, null, null);
            stopped = next;
            if (settings.campaign()) {
                threads.areReady();
            }
            handle(new ElectorEvent.Start());
            ElectionLog.quietly(() -> log.started(elector.incarnation()));
            rehearse();
        }
    }

    void rehearse() {
        Rehearsal.once(settings, ports.tasks());
    }

    @Override
    public CompletableFuture<Void> stop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        order(() -> {
            wanted = false;
            handle(new ElectorEvent.Stop());
            stopped.thenRun(() -> done.complete(null));
        });
        return done;
    }

    @Override
    public final boolean awaitsCaller() {
        return notifier.isNotifying() || super.awaitsCaller();
    }

    @Override
    public final CompletableFuture<Void> stopFromWithin() {
        boolean listening = notifier.isNotifying();
        List<GatedCall> own = GatedCall.allCurrent();
        CompletableFuture<Void> whole = stop();
        CompletableFuture<Void> rest = new CompletableFuture<>();
        // Behind the stop, which ends the term.
        executor.execute(() -> othersEnded(own)
                .thenCompose(ended -> listening ? CompletableFuture.completedFuture(ended) : heardOfEnd)
                .thenRun(() -> rest.complete(null)));
        return CompletableFuture.anyOf(whole, rest).thenRun(() -> {});
    }

    @Override
    public Leadership leadership() {
        return recorder.leadership();
    }

    @Override
    public ElectionStatus status() {
        return recorder.status(this, term(), problem());
    }

    @Override
    public void resign() {
        resign(settings.timings().retryPeriod().multipliedBy(2));
    }

    @Override
    public void resign(Duration pause) {
        requireNotNegative(pause);
        ElectorEvent resign = new ElectorEvent.Resign(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        order(() -> handle(resign));
    }

    static void requireNotNegative(Duration pause) {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("pause (%s) must not be negative".formatted(pause));
        }
    }

    /** Closes the gate at once, and has the elector's thread end the term when it comes to it. */
    private void order(Runnable end) {
        closeGate();
        try {
            executor.execute(() -> {
                try {
                    end.run();
                } finally {
                    orderDone();
                }
            });
        } catch (Throwable refused) {
            orderDone();
            throw refused;
        }
    }

    @Override
    public void verify() {
        requireLeader();
        Term verified = Objects.requireNonNull(term(), "a leader has a term");
        new Verification(name(), verified, lease -> executor.execute(() -> heard(verified, lease)))
                .ask(store, ports.scheduler(), settings.timings().attemptTimeout());
    }

    /** What somebody has found out about a term is news as long as that term lasts. */
    void heard(Term verified, StoredLease lease) {
        if (verified.holds()) {
            handle(new ElectorEvent.News(lease));
        }
    }

    private void submit(ElectorEvent event) {
        executor.execute(() -> handle(event));
    }

    /**
     * Has the elector handle one event, and carries out what it wants; on the elector's thread. Does not throw: an elector
     * that cannot go on begins anew.
     */
    void handle(ElectorEvent event) {
        if (event instanceof ElectorEvent.Reply reply && !requests.answered(reply.request())) {
            return;
        }
        ElectionLog.quietly(() -> event.notifyObserver(log));
        List<ElectorCommand> commands;
        try {
            commands = elector.handle(event);
        } catch (Throwable failure) {
            breakdown.happened(failure);
            log.broke(failure);
            commands = abandon();
        }
        decided(commands);
        recorder.handled(event, commands);
        if (event instanceof ElectorEvent.Answered) {
            breakdown.survived();
        }
    }

    private void decided(List<ElectorCommand> commands) {
        for (ElectorCommand command : commands) {
            if (command instanceof ElectorCommand.Grant grant) {
                granted = grant.term();
            } else if (command instanceof ElectorCommand.Revoke) {
                granted = null;
            }
        }
        queue.carryOut(commands);
    }

    /** Ends for good what the elector has begun; its gate is shut first. */
    private List<ElectorCommand> abandon() {
        if (granted != null) {
            granted.shut();
        }
        requests.cancelAll();
        return elector.abandon(granted);
    }

    /** After a failure: the rest of that, if it failed too, and a start like any other. */
    private void beginAnew() {
        if (breakdown.isOver()) {
            decided(abandon());
            handle(new ElectorEvent.Start());
            if (!wanted) {
                handle(new ElectorEvent.Stop());
            }
        }
    }

    /** Has log and health tell of late listeners; returns what calls that off. Without a timer, nothing else is lost. */
    private Runnable timerForLateListeners(Term begun, AtomicBoolean heard) {
        try {
            ElectorScheduler.Cancellation timer = ports.scheduler().schedule(settings.drainTimeout(), () -> {
                if (!heard.get()) {
                    notifier.isLate();
                    ElectionLog.quietly(() -> log.waiting(begun, notifier.late()));
                }
            });
            return () -> ElectionLog.quietly(timer::cancel);
        } catch (Throwable refused) {
            return () -> {};
        }
    }

    private void startMissingWorkers() {
        Term current = granted;
        if (current != null && current == term() && lacksWorkers()) {
            ports.events().execute(() -> startWorkers(current));
        }
    }

    private @Nullable ElectionProblem problem() {
        ElectionProblem broken = breakdown.problem();
        ElectionProblem owed = broken == null ? queue.problem() : broken;
        return owed == null ? threads.problem() : owed;
    }

    @Override
    protected void workerNotStarted() {
        recovery.request();
    }

    @Override
    protected void overran(String call) {
        log.overran(call);
    }

    @Override
    protected void signalFailed(Throwable failure) {
        log.failed("a stop signal", failure);
    }

    /** What the elector is doing; for tests, on the elector's thread. */
    State state() {
        return elector.state();
    }

    /**
     * Carries out commands. Each may be carried out again after it has thrown: what can throw comes before what must come
     * once.
     */
    private final class CommandExecutor implements ElectorCommand.Handler {

        @Override
        public void ask(ElectorCommand.Ask ask) {
            requests.send(ask);
        }

        @Override
        public void cancel(long request) {
            requests.cancel(request);
        }

        @Override
        public void setTimer(TimerKind timer, Duration delay) {
            timers.set(timer, delay);
        }

        @Override
        public void clearTimer(TimerKind timer) {
            timers.clear(timer);
        }

        @Override
        public void watch() {
            watch.open();
        }

        @Override
        public void unwatch() {
            watch.close();
        }

        @Override
        public void leaderSeen(LeaseRecord record) {
            Leadership leadership = recorder.led(record);
            notifier.notifyLater(
                    "a listener of the leader's change", () -> listener.leaderChanged(leadership), () -> {});
            ElectionLog.quietly(() -> log.leaderSeen(leadership));
        }

        @Override
        public void grant(Term begun) {
            // The snapshot first: whoever finds the gate open reads the token of this term, not of the one before.
            Leadership leadership = recorder.role(Role.LEADER, begun, null);
            open(begun, leadership);
            AtomicBoolean heard = new AtomicBoolean();
            Runnable timer = timerForLateListeners(begun, heard);
            try {
                notifier.notifyLater("a listener of the grant", () -> listener.granted(leadership), () -> {
                    heard.set(true);
                    startWorkers(begun);
                    executor.execute(timer);
                });
            } catch (Throwable refused) {
                timer.run();
                throw refused;
            }
            ElectionLog.quietly(() -> log.granted(begun));
        }

        /** Work and listener end each in its own time; the elector hears of it when both have. */
        @Override
        public void revoke(Term ended, LossReason reason) {
            Leadership leadership = recorder.role(Role.FOLLOWER, null, reason);
            AtomicInteger running = new AtomicInteger(2);
            Runnable handleEnd = () -> handle(new ElectorEvent.WorkEnded());
            Runnable whenEnded = () -> {
                if (running.decrementAndGet() == 0) {
                    executor.execute(handleEnd);
                }
            };
            CompletableFuture<Void> heard = heardOfEnd.isDone() ? new CompletableFuture<>() : heardOfEnd;
            heardOfEnd = heard;
            stopWork(ended);
            notifier.notifyLater(
                    "a listener of the revocation",
                    () -> listener.revoked(leadership, reason),
                    () -> heard.complete(null));
            heard.thenRun(whenEnded);
            whenWorkEnded(ended, whenEnded);
            ElectionLog.quietly(() -> log.revoked(ended, reason));
        }

        @Override
        public void overdue(Term ended) {
            ElectionLog.quietly(() -> log.overdue(ended, recorder.unended(ended), store.unreleased()));
        }

        @Override
        public void letExpire() {
            store.letExpire();
        }

        @Override
        public void stopped() {
            recorder.role(Role.INACTIVE, null, null);
            threads.dismiss();
            ElectionLog.quietly(log::stopped);
            stopped.complete(null);
            executor.execute(LeaseLeaderElection.this::startIfStopped);
        }
    }
}
