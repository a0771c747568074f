package io.leaderelection.gate;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.GatedCallListener.Outcome;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderWorker;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import io.leaderelection.NotLeaderException;
import io.leaderelection.spi.CallAdmission;
import io.leaderelection.status.ElectionStatus;
import io.leaderelection.status.StatusSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The gate of an election: lets calls in by its latest {@link Term}, and keeps workers going while that lasts. How terms
 * begin and end is a subclass's business, which calls {@link #open}, then {@link #startWorkers} once everybody else has
 * heard of the grant, then {@link #stopWork} and {@link #whenWorkEnded}.
 */
public abstract class GatedElection implements LeaderElection, Participation, CallAdmission, StatusSource {

    private final String name;
    private final GatedCallListener calls;
    private final StandingThread signals;
    private final LeaderWorkers workers;
    private final Complaints complaints;

    /** The latest term, open or over. Written under {@link #orderly}. */
    private volatile @Nullable Term term;

    /** Held for a moment by whoever opens or closes the gate, never while anything is awaited. */
    private final Object orderly = new Object();

    /** Orders to close the gate that have not been carried out. Guarded by {@link #orderly}. */
    private int orders;

    /**
     * @param name name of the election
     * @param calls told what becomes of calls
     * @param threads threads for stop signals and workers
     */
    protected GatedElection(String name, GatedCallListener calls, TaskThreads threads) {
        this.name = name;
        this.calls = calls;
        this.complaints = new Complaints(name);
        this.signals = threads.standing("leader-election-stop-" + name);
        this.workers = new LeaderWorkers(name, threads, this::workerNotStarted);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean isLeader() {
        Term current = term;
        return current != null && current.isOpen();
    }

    @Override
    public final @Nullable GatedCall tryEnter(String call) {
        return admit(call, Outcome.SKIPPED);
    }

    @Override
    public final GatedCall enter(String call) {
        GatedCall admitted = admit(call, Outcome.REFUSED);
        if (admitted == null) {
            throw notLeading();
        }
        return admitted;
    }

    @Override
    public final boolean runIfLeader(Consumer<? super GatedCall> action) {
        GatedCall call = tryEnter(ActionName.of(action.getClass()));
        if (call == null) {
            return false;
        }
        try (call) {
            call.run(() -> action.accept(call));
            return true;
        }
    }

    @Override
    public final <T> Optional<T> callIfLeader(Function<? super GatedCall, ? extends @Nullable T> action) {
        GatedCall call = tryEnter(ActionName.of(action.getClass()));
        if (call == null) {
            return Optional.empty();
        }
        try (call) {
            AtomicReference<@Nullable T> result = new AtomicReference<>();
            call.run(() -> result.set(action.apply(call)));
            return Optional.ofNullable(result.get());
        }
    }

    @Override
    public final void requireLeader() {
        if (!isLeader()) {
            throw notLeading();
        }
    }

    @Override
    public final void ensureLeading(Duration atLeast) {
        Optional<GatedCall> within = GatedCall.current(name);
        if (within.isPresent()) {
            within.get().ensureLeading(atLeast);
            return;
        }
        Term current = term;
        if (current == null || !current.isOpen()) {
            throw notLeading();
        }
        current.ensure(atLeast);
    }

    @Override
    public final LeaderWorker whileLeading(String worker, Consumer<? super GatedCall> work) {
        return workers.add(worker, work, term);
    }

    @Override
    public final boolean takesPart() {
        return leadership().role() != Role.INACTIVE;
    }

    @Override
    public boolean awaitsCaller() {
        return GatedCall.current(name).isPresent();
    }

    @Override
    public CompletionStage<Void> stopFromWithin() {
        return CompletableFuture.anyOf(stop().toCompletableFuture(), othersEnded(GatedCall.allCurrent()))
                .thenRun(() -> {});
    }

    /** Completes when no call is left in the latest term but these. */
    protected final CompletableFuture<Void> othersEnded(List<GatedCall> own) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Term latest = term;
        if (latest == null) {
            ended.complete(null);
        } else {
            latest.calls().whenEndedBut(own, () -> ended.complete(null));
        }
        return ended;
    }

    /** The calls in progress that the latest term has let in, in no order. Any thread. */
    public final List<GatedCall> runningCalls() {
        Term current = term;
        return current == null ? List.of() : List.copyOf(current.calls().running());
    }

    /** Names of the workers that have failed in the latest term. Any thread. */
    public final List<String> deadWorkers() {
        return workers.deadIn(term);
    }

    @Override
    public ElectionStatus status() {
        return ElectionStatus.withoutStore(this, callsInProgress(), deadWorkers());
    }

    /** How many calls of each name the latest term has let in that go on, in the order of names. Any thread. */
    public final SortedMap<String, Integer> callsInProgress() {
        SortedMap<String, Integer> calls = new TreeMap<>();
        runningCalls().forEach(call -> calls.merge(call.name(), 1, Integer::sum));
        return calls;
    }

    /**
     * Opens the gate, until the term's deadline or {@link #stopWork its end}. It stays closed to a term that was granted before
     * an order to step down has been carried out: whoever gave that order has been told that the gate is closed.
     */
    protected final void open(Term begun, Leadership leadership) {
        begun.introduce(leadership, this::callEnded, this::signal);
        synchronized (orderly) {
            if (orders > 0) {
                begun.close();
            }
            term = begun;
        }
    }

    /** Starts the workers in a term, if it has not ended already. */
    protected final void startWorkers(Term begun) {
        workers.startIn(begun);
    }

    /**
     * Lets nobody in any more, whether a term has begun or its grant is still on its way; who is in may stay for now.
     * Holds until as many {@linkplain #orderDone orders are done} as were given. Any thread.
     */
    protected final void closeGate() {
        synchronized (orderly) {
            orders++;
            Term current = term;
            if (current != null) {
                current.close();
            }
        }
    }

    /** An order for which the gate was closed has been carried out: terms that begin from now on are open. */
    protected final void orderDone() {
        synchronized (orderly) {
            orders--;
        }
    }

    /** Shuts a term's gate, and has the running calls told to stop; may be repeated if it throws. */
    protected final void stopWork(Term ended) {
        ended.shut();
        if (ended.calls().stop()) {
            signals.execute(() -> signal(ended.calls()));
        }
    }

    /** Has an action run once when no call of an ended term is left, by whoever ends last. */
    protected final void whenWorkEnded(Term ended, Runnable action) {
        ended.calls().whenEnded(action);
    }

    /** The thread of the stop signals. */
    protected final StandingThread signals() {
        return signals;
    }

    /** Whether a worker waits for a thread. */
    protected final boolean lacksWorkers() {
        return workers.lackThreads();
    }

    /** A worker could not be started for want of a thread: {@link #startWorkers} tries again. Any thread. */
    protected void workerNotStarted() {}

    /** A call ended after its term. For the log; on the call's thread. */
    protected abstract void overran(String call);

    /** A stop signal failed. For the log; on the thread of the signals. */
    protected abstract void signalFailed(Throwable failure);

    /** The latest term, which may be over; none before the first. */
    public final @Nullable Term term() {
        return term;
    }

    private @Nullable GatedCall admit(String call, Outcome otherwise) {
        Term current = term;
        GatedCall admitted = current == null ? null : current.enter(call);
        try {
            notifyListener(call, admitted == null ? otherwise : Outcome.ADMITTED);
        } catch (Throwable failure) {
            if (admitted != null) {
                admitted.close();
            }
            throw failure;
        }
        return admitted;
    }

    private void callEnded(String election, String call, Outcome outcome) {
        notifyListener(call, outcome);
        if (outcome == Outcome.OVERRAN) {
            overran(call);
        }
    }

    /** Whatever a listener throws: who was let in must be let out again. */
    private void notifyListener(String call, Outcome outcome) {
        try {
            calls.call(name, call, outcome);
        } catch (Throwable failure) {
            complaints.about("A listener of gated calls", calls.getClass(), failure);
        }
    }

    /** Tells running calls to stop; each signal for itself, and those of a call in their order. */
    private void signal(InFlightCalls calls) {
        for (List<Runnable> next = calls.nextSignals(); next != null; next = calls.nextSignals()) {
            next.forEach(this::signal);
        }
    }

    private void signal(Runnable signal) {
        try {
            signal.run();
        } catch (Throwable failure) {
            signalFailed(failure);
        }
    }

    private NotLeaderException notLeading() {
        Leadership known = leadership();
        return new NotLeaderException(name, known.leaderIdentity(), known.leaderAddress());
    }
}
