package io.leaderelection.lock.kubernetes.announce;

import io.leaderelection.lock.StoreFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines about requests that no election depends on: of a streak of failures, the first is a warning. */
final class BestEffortLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    private final String what;
    private StoreFailure.@Nullable Kind streak;

    /**
     * @param what what fails, at the beginning of a sentence
     */
    BestEffortLog(String what) {
        this.what = what;
    }

    synchronized void failed(StoreFailure failure) {
        if (failure.kind() == streak) {
            LOG.debug("{}: {}", what, failure.message());
        } else {
            streak = failure.kind();
            LOG.warn("{}; the election goes on without it: {}", what, failure.message());
        }
    }

    synchronized void worked() {
        streak = null;
    }

    void dropped() {
        LOG.debug("{}: too much is waiting already", what);
    }
}
