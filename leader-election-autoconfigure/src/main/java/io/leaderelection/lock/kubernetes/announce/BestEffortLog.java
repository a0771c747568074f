package io.leaderelection.lock.kubernetes.announce;

import io.leaderelection.lock.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines about requests that no election depends on: of a streak of failures, the first is a warning. */
final class BestEffortLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    private final String what;
    private Trouble.@Nullable Kind streak;

    /**
     * @param what what fails, at the beginning of a sentence
     */
    BestEffortLog(String what) {
        this.what = what;
    }

    synchronized void failed(Trouble trouble) {
        if (trouble.kind() == streak) {
            LOG.debug("{}: {}", what, trouble.message());
        } else {
            streak = trouble.kind();
            LOG.warn("{}; the election goes on without it: {}", what, trouble.message());
        }
    }

    synchronized void worked() {
        streak = null;
    }

    void dropped() {
        LOG.debug("{}: too much is waiting already", what);
    }
}
