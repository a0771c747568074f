package io.leaderelection.elector;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The calls that one term has let in and that have not ended yet. Safe for use by any thread. */
final class Work {

    private final Set<Admission> running = ConcurrentHashMap.newKeySet();

    private final AtomicReference<@Nullable Runnable> whenEnded = new AtomicReference<>();

    Admission begin(String name) {
        Admission admission = new Admission(this, name);
        running.add(admission);
        return admission;
    }

    void end(Admission admission) {
        if (running.remove(admission)) {
            tellIfEnded();
        }
    }

    /**
     * Tells once when no call is left. Meant to be asked for after the gate was shut: calls that are refused may still
     * come and go, but none is admitted any more.
     */
    void whenEnded(Runnable action) {
        whenEnded.set(action);
        tellIfEnded();
    }

    /** Names of the calls that are running. */
    List<String> names() {
        return running.stream().map(Admission::name).sorted().toList();
    }

    /**
     * A walk through the calls, which meets every call that runs all the while. {@code isEmpty()} does not promise that:
     * it adds up counters, and may count one refused call's going but not its coming.
     */
    private boolean isAnyRunning() {
        return running.iterator().hasNext();
    }

    private void tellIfEnded() {
        if (whenEnded.get() != null && !isAnyRunning()) {
            Runnable action = whenEnded.getAndSet(null);
            if (action != null) {
                action.run();
            }
        }
    }
}
