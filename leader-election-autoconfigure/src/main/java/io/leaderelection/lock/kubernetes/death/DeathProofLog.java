package io.leaderelection.lock.kubernetes.death;

import io.leaderelection.lock.FailureLogThrottle;
import io.leaderelection.lock.StoreFailure;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The log lines about proofs of death, of all elections together. */
final class DeathProofLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    /** An application may lack the permission for good: it is reminded once a day. */
    private final FailureLogThrottle refused = new FailureLogThrottle(Duration.ofDays(1));

    /** Where it is wanted for sure, what is missing is a warning. */
    void refused(StoreFailure failure, boolean wanted) {
        if (failure.kind() != StoreFailure.Kind.FORBIDDEN
                || !refused.isWorthAWarning(failure.kind(), System.nanoTime())) {
            LOG.debug("The leader's Pod cannot be watched for now: {}", failure.message());
        } else {
            LOG.atLevel(wanted ? Level.WARN : Level.INFO)
                    .log(
                            "No takeover on proof of death, the lease of a dead leader is waited out: {}",
                            failure.message());
        }
    }

    void granted() {
        if (refused.end()) {
            LOG.info("The leader's Pod can be watched now: its death is proof enough for a takeover");
        }
    }

    void left(ProcessLocation whereabouts, Path log) {
        LOG.info(
                "The death of this process can be proven: it has left its id, {}, in {} of container '{}', Pod '{}'",
                whereabouts.process(),
                log,
                whereabouts.container(),
                whereabouts.pod());
    }

    void unknown(String why, boolean wanted) {
        if (wanted) {
            LOG.warn(
                    "leader.election.kubernetes.proof-of-death is 'on', but the death of this process cannot be"
                            + " proven: {}",
                    why);
        } else {
            LOG.debug("The death of this process cannot be proven: {}", why);
        }
    }
}
