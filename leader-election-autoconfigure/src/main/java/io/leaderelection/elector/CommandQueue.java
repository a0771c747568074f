package io.leaderelection.elector;

import io.leaderelection.status.ElectionProblem;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Carries out commands, in their order. One that throws loses no other: it is carried out again until it does not throw,
 * and what is told to others waits for it, so that they hear everything in turn. Belongs to the elector's thread,
 * except {@link #problem}.
 */
final class CommandQueue {

    /** More than come within a second: their room is made before. */
    private static final int ROOM = 64;

    private final ElectorCommand.Handler executor;
    private final ElectionLog log;
    private final Recovery recovery;
    private final Queue<ElectorCommand> owed = new ArrayDeque<>(ROOM);
    private volatile @Nullable Throwable latest;

    CommandQueue(ElectorCommand.Handler executor, ElectionLog log, Recovery recovery) {
        this.executor = executor;
        this.log = log;
        this.recovery = recovery;
    }

    void carryOut(List<ElectorCommand> commands) {
        catchUp();
        for (ElectorCommand command : commands) {
            boolean waits = !owed.isEmpty() && command instanceof ElectorCommand.Announcement;
            if (waits || !isDone(command)) {
                owed.add(command);
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

    private boolean isDone(ElectorCommand command) {
        try {
            command.handTo(executor);
            return true;
        } catch (Throwable failure) {
            boolean first = latest == null;
            latest = failure;
            recovery.request();
            if (first) {
                log.owes(command.getClass().getSimpleName(), failure);
            }
            return false;
        }
    }

    /** What could not be carried out yet; {@code null} if nothing is left. Any thread. */
    @Nullable
    ElectionProblem problem() {
        Throwable failure = latest;
        return failure == null
                ? null
                : new ElectionProblem(
                        "What an election has decided could not be carried out, and is tried again: " + failure,
                        "Look for the failure in the log: mostly memory is short. Restart this instance if it stays.");
    }
}
