package io.leaderelection.gate;

import io.leaderelection.GatedCall;
import io.leaderelection.Leadership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that a term has let in. It is also its own link in the list of {@link InFlightCalls}, so that a call needs
 * only one object.
 */
final class AdmittedCall implements GatedCall {

    /** Place in the list of running calls; guarded by that list. */
    @Nullable
    AdmittedCall previous;

    @Nullable
    AdmittedCall next;

    boolean listed;

    private final Term term;
    private final String name;
    private final int list;

    /** What to run when the term ends. Guarded by this. */
    private @Nullable List<Runnable> signals;

    /** Guarded by this. */
    private boolean overran;

    AdmittedCall(Term term, String name, int list) {
        this.term = term;
        this.name = name;
        this.list = list;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Leadership leadership() {
        return term.leadership();
    }

    @Override
    public boolean isLeading() {
        return term.isOpen();
    }

    @Override
    public Duration timeLeft() {
        return term.timeLeft();
    }

    @Override
    public void ensureLeading(Duration atLeast) {
        term.ensure(atLeast);
    }

    @Override
    public void onStop(Runnable signal) {
        synchronized (this) {
            // Asked under the lock that the end of the term takes later: a signal is kept for it, or run here.
            if (!term.calls().isStopping()) {
                signals = signals == null ? new ArrayList<>(1) : signals;
                signals.add(signal);
                return;
            }
        }
        term.signal(signal);
    }

    /** Hands over the signals, once; {@code null} if there are none. */
    synchronized @Nullable List<Runnable> takeSignals() {
        List<Runnable> taken = signals;
        signals = null;
        return taken;
    }

    /** Whether nobody has asked before: an end that comes too late is told once. */
    synchronized boolean isFirstToOverrun() {
        boolean first = !overran;
        overran = true;
        return first;
    }

    @Override
    public void close() {
        term.end(this);
    }

    int list() {
        return list;
    }
}
