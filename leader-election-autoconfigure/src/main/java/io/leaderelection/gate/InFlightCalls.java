package io.leaderelection.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The calls that one term has let in and that have not ended yet. Safe for use by any thread.
 *
 * <p>Calls are kept in several lists, each thread's in one of its own as far as there are enough, so that threads seldom
 * meet at one lock. A concurrent set costs a gated call more (docs/measurements.md), cannot tell exactly
 * whether it is empty, and may need memory when a call ends.
 */
final class InFlightCalls {

    private static final int LISTS = 16;

    private final CallList[] lists = new CallList[LISTS];

    /** Who waits for the end; the latest first. Nobody is taken out: to tell them must need no memory. */
    private final AtomicReference<@Nullable Awaited> awaited = new AtomicReference<>();

    private volatile boolean stopping;

    InFlightCalls() {
        for (int list = 0; list < LISTS; list++) {
            lists[list] = new CallList();
        }
    }

    AdmittedCall begin(Term term, String name) {
        int list = (int) (Thread.currentThread().getId() % LISTS);
        AdmittedCall call = new AdmittedCall(term, name, list);
        lists[list].add(call);
        return call;
    }

    void end(AdmittedCall call) {
        if (lists[call.list()].remove(call)) {
            tellIfEnded();
        }
    }

    boolean isRunning(AdmittedCall call) {
        return lists[call.list()].has(call);
    }

    /** Whether the calls have been told to stop. */
    boolean isStopping() {
        return stopping;
    }

    /** Says that the running calls must stop. Signals that are asked for later are run at once. Tells whether any runs. */
    boolean stop() {
        stopping = true;
        return !hasOnly(List.of());
    }

    /**
     * Takes the signals of one running call, which that call has asked for before the end; {@code null} if no call has any
     * left. Needs no memory: there may be none.
     */
    @Nullable
    List<Runnable> nextSignals() {
        for (CallList list : lists) {
            List<Runnable> signals = list.nextSignals();
            if (signals != null) {
                return signals;
            }
        }
        return null;
    }

    /**
     * Tells once when no call is left. Meant to be asked for after the gate was shut: calls that are refused may still
     * come and go, but none is admitted any more.
     */
    void whenEnded(Runnable action) {
        whenEndedBut(List.of(), action);
    }

    /** Tells once when no call is left but these, which are the caller's own. */
    void whenEndedBut(List<?> own, Runnable action) {
        Awaited end = new Awaited(own, action);
        do {
            end.next = awaited.get();
        } while (!awaited.compareAndSet(end.next, end));
        tellIfEnded();
    }

    /** Calls that are running. Meets every one that runs all the while. */
    List<AdmittedCall> running() {
        List<AdmittedCall> running = new ArrayList<>();
        for (CallList list : lists) {
            list.addAllTo(running);
        }
        return running;
    }

    /** Names of the calls that are running. */
    List<String> names() {
        return running().stream().map(AdmittedCall::name).sorted().toList();
    }

    private void tellIfEnded() {
        for (Awaited end = awaited.get(); end != null; end = end.next) {
            if (hasOnly(end.but) && end.told.compareAndSet(false, true)) {
                end.action.run();
            }
        }
    }

    /** Whether no calls but these are left. */
    private boolean hasOnly(List<?> some) {
        for (CallList list : lists) {
            if (!list.hasOnly(some)) {
                return false;
            }
        }
        return true;
    }

    /** Somebody who waits for the end of all calls but some. */
    private static final class Awaited {

        private final List<?> but;
        private final Runnable action;
        private final AtomicBoolean told = new AtomicBoolean();

        /** Who waited before; set before this is shown to anybody. */
        private @Nullable Awaited next;

        Awaited(List<?> but, Runnable action) {
            this.but = but;
            this.action = action;
        }
    }

    /** Calls with links in both directions. */
    private static final class CallList {

        private @Nullable AdmittedCall first;

        synchronized void add(AdmittedCall call) {
            call.next = first;
            if (first != null) {
                first.previous = call;
            }
            first = call;
            call.listed = true;
        }

        synchronized boolean has(AdmittedCall call) {
            return call.listed;
        }

        synchronized boolean remove(AdmittedCall call) {
            if (!call.listed) {
                return false;
            }
            call.listed = false;
            if (call.next != null) {
                call.next.previous = call.previous;
            }
            if (call.previous == null) {
                first = call.next;
            } else {
                call.previous.next = call.next;
            }
            return true;
        }

        synchronized @Nullable List<Runnable> nextSignals() {
            List<Runnable> signals = null;
            for (AdmittedCall call = first; call != null && signals == null; call = call.next) {
                signals = call.takeSignals();
            }
            return signals;
        }

        synchronized boolean hasOnly(List<?> some) {
            AdmittedCall call = first;
            while (call != null && some.contains(call)) {
                call = call.next;
            }
            return call == null;
        }

        synchronized void addAllTo(List<AdmittedCall> all) {
            for (AdmittedCall call = first; call != null; call = call.next) {
                all.add(call);
            }
        }
    }
}
