package io.leaderelection.elector;

import io.leaderelection.gate.StandingThread;
import io.leaderelection.status.ElectionProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads that the end of a term needs: a term begins only if all of them are there. Belongs to the elector's
 * thread, except {@link #problem}.
 */
final class RequiredThreads {

    private final List<StandingThread> threads;
    private final ElectionLog log;
    private final Recovery recovery;
    private volatile @Nullable Throwable shortage;

    RequiredThreads(List<StandingThread> threads, ElectionLog log, Recovery recovery) {
        this.threads = threads;
        this.log = log;
        this.recovery = recovery;
    }

    /** Whether everything is there; what is missing is got, if it can be. */
    boolean areReady() {
        try {
            threads.forEach(StandingThread::prepare);
        } catch (Throwable refused) {
            boolean first = shortage == null;
            shortage = refused;
            recovery.request();
            if (first) {
                log.threadsMissing(refused);
            }
            return false;
        }
        if (shortage != null) {
            shortage = null;
            log.threadsBack();
        }
        return true;
    }

    /** Looks again for what was missing. */
    void catchUp() {
        if (shortage != null) {
            areReady();
        }
    }

    /** Nothing is needed for now. */
    void dismiss() {
        shortage = null;
        threads.forEach(StandingThread::dismiss);
    }

    /** Why no term can begin; {@code null} if nothing is missing. Any thread. */
    @Nullable
    ElectionProblem problem() {
        Throwable refused = shortage;
        return refused == null
                ? null
                : new ElectionProblem(
                        "No thread could be started for what the end of a term needs, so that none can begin: "
                                + refused,
                        "Raise the limit of processes and threads (the Pod's or container's pids limit, ulimit -u), or"
                                + " let the application start fewer; the instance campaigns again by itself.");
    }
}
