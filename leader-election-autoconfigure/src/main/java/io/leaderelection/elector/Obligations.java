package io.leaderelection.elector;

import io.leaderelection.status.Impediment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Carries out effects, in their order. One that throws loses no other: it is carried out again until it does not throw,
 * and what is told to others waits for it, so that they hear everything in turn. Belongs to the elector's thread,
 * except {@link #impediment}.
 */
final class Obligations {

    /** More than come within a second: their room is made before. */
    private static final int ROOM = 64;

    private final Effect.Handler executor;
    private final ElectionLog log;
    private final Remedies remedies;
    private final Queue<Effect> owed = new ArrayDeque<>(ROOM);
    private volatile @Nullable Throwable latest;

    Obligations(Effect.Handler executor, ElectionLog log, Remedies remedies) {
        this.executor = executor;
        this.log = log;
        this.remedies = remedies;
    }

    void carryOut(List<Effect> effects) {
        catchUp();
        for (Effect effect : effects) {
            boolean waits = !owed.isEmpty() && effect instanceof Effect.Told;
            if (waits || !isDone(effect)) {
                owed.add(effect);
            }
        }
    }

    /** Carries out what could not be before, up to what cannot be now. */
    void catchUp() {
        while (!owed.isEmpty() && isDone(owed.element())) {
            owed.remove();
        }
        if (owed.isEmpty()) {
            latest = null;
        }
    }

    private boolean isDone(Effect effect) {
        try {
            effect.handTo(executor);
            return true;
        } catch (Throwable failure) {
            boolean first = latest == null;
            latest = failure;
            remedies.areNeeded();
            if (first) {
                log.owes(effect.getClass().getSimpleName(), failure);
            }
            return false;
        }
    }

    /** What could not be carried out yet; {@code null} if nothing is left. Any thread. */
    @Nullable
    Impediment impediment() {
        Throwable failure = latest;
        return failure == null
                ? null
                : new Impediment(
                        "What an election has decided could not be carried out, and is tried again: " + failure,
                        "Look for the failure in the log: mostly memory is short. Restart this instance if it stays.");
    }
}
