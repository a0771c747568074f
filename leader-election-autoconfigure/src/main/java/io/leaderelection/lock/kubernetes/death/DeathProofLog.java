package io.leaderelection.lock.kubernetes.death;

import io.leaderelection.lock.StoreFailure;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines about proofs of death: each is told once, however many elections there are. */
final class DeathProofLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    private final AtomicBoolean refused = new AtomicBoolean();
    private final AtomicBoolean unknown = new AtomicBoolean();

    /** Where it is wanted for sure, what is missing is a warning. */
    void refused(StoreFailure failure, boolean wanted) {
        if (failure.kind() != StoreFailure.Kind.FORBIDDEN || refused.getAndSet(true)) {
            LOG.debug("The leader's Pod cannot be watched for now: {}", failure.message());
        } else if (wanted) {
            LOG.warn("No takeover on proof of death, the lease of a dead leader is waited out: {}", failure.message());
        } else {
            LOG.info("No takeover on proof of death, the lease of a dead leader is waited out: {}", failure.message());
        }
    }

    void granted() {
        if (refused.getAndSet(false)) {
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
        if (unknown.getAndSet(true)) {
            return;
        }
        if (wanted) {
            LOG.warn(
                    "leader.election.kubernetes.proof-of-death is 'on', but the death of this process cannot be proven: {}",
                    why);
        } else {
            LOG.debug("The death of this process cannot be proven: {}", why);
        }
    }
}
