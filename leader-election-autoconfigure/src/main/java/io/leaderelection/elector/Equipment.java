package io.leaderelection.elector;

import io.leaderelection.gate.StandingThread;
import io.leaderelection.status.Impediment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads that the end of a term needs: a term begins only if all of them are there. Belongs to the elector's
 * thread, except {@link #impediment}.
 */
final class Equipment {

    private final List<StandingThread> threads;
    private final ElectionLog log;
    private final Remedies remedies;
    private volatile @Nullable Throwable shortage;

    Equipment(List<StandingThread> threads, ElectionLog log, Remedies remedies) {
        this.threads = threads;
        this.log = log;
        this.remedies = remedies;
    }

    /** Whether everything is there; what is missing is got, if it can be. */
    boolean isComplete() {
        try {
            threads.forEach(StandingThread::prepare);
        } catch (Throwable refused) {
            boolean first = shortage == null;
            shortage = refused;
            remedies.areNeeded();
            if (first) {
                log.unequipped(refused);
            }
            return false;
        }
        if (shortage != null) {
            shortage = null;
            log.equipped();
        }
        return true;
    }

    /** Looks again for what was missing. */
    void catchUp() {
        if (shortage != null) {
            isComplete();
        }
    }

    /** Nothing is needed for now. */
    void dismiss() {
        shortage = null;
        threads.forEach(StandingThread::dismiss);
    }

    /** Why no term can begin; {@code null} if nothing is missing. Any thread. */
    @Nullable
    Impediment impediment() {
        Throwable refused = shortage;
        return refused == null
                ? null
                : new Impediment(
                        "No thread could be started for what the end of a term needs, so that none can begin: "
                                + refused,
                        "Raise the limit of processes and threads (the Pod's or container's pids limit, ulimit -u), or"
                                + " let the application start fewer; the instance campaigns again by itself.");
    }
}
