package io.leaderelection.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The calls that one term has let in and that have not ended yet. Safe for use by any thread.
 *
 * <p>Calls are kept on several shelves, each thread's on one of its own as far as there are enough, so that threads
 * seldom meet at one lock.
 */
final class Work {

    private static final int SHELVES = 16;

    private static final AtomicInteger THREADS = new AtomicInteger();

    /** The shelf of a thread, dealt out in turn. */
    private static final ThreadLocal<Integer> SHELF =
            ThreadLocal.withInitial(() -> Math.floorMod(THREADS.getAndIncrement(), SHELVES));

    private final Shelf[] shelves = new Shelf[SHELVES];

    /** Who waits for the end; the latest first. Nobody is taken out: to tell them must need no memory. */
    private final AtomicReference<@Nullable Awaited> awaited = new AtomicReference<>();

    private volatile boolean stopping;

    Work() {
        for (int shelf = 0; shelf < SHELVES; shelf++) {
            shelves[shelf] = new Shelf();
        }
    }

    Admission begin(Term term, String name) {
        int shelf = SHELF.get();
        Admission call = new Admission(term, name, shelf);
        shelves[shelf].add(call);
        return call;
    }

    void end(Admission call) {
        if (shelves[call.shelf()].remove(call)) {
            tellIfEnded();
        }
    }

    boolean isRunning(Admission call) {
        return shelves[call.shelf()].has(call);
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
        for (Shelf shelf : shelves) {
            List<Runnable> signals = shelf.nextSignals();
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
    List<Admission> running() {
        List<Admission> running = new ArrayList<>();
        for (Shelf shelf : shelves) {
            shelf.addAllTo(running);
        }
        return running;
    }

    /** Names of the calls that are running. */
    List<String> names() {
        return running().stream().map(Admission::name).sorted().toList();
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
        for (Shelf shelf : shelves) {
            if (!shelf.hasOnly(some)) {
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

    /** A list of calls with links in both directions. */
    private static final class Shelf {

        private @Nullable Admission first;

        synchronized void add(Admission call) {
            call.next = first;
            if (first != null) {
                first.previous = call;
            }
            first = call;
            call.listed = true;
        }

        synchronized boolean has(Admission call) {
            return call.listed;
        }

        synchronized boolean remove(Admission call) {
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
            for (Admission call = first; call != null && signals == null; call = call.next) {
                signals = call.takeSignals();
            }
            return signals;
        }

        synchronized boolean hasOnly(List<?> some) {
            Admission call = first;
            while (call != null && some.contains(call)) {
                call = call.next;
            }
            return call == null;
        }

        synchronized void addAllTo(List<Admission> all) {
            for (Admission call = first; call != null; call = call.next) {
                all.add(call);
            }
        }
    }
}
