package io.leaderelection.lock.kubernetes.death;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plausible mistakes about a death: each is the product's {@link DeathProofRules} with one rule replaced. */
public enum WrongDeathProof {
    /** No mistake: the product's rules. */
    NONE(DeathProofRules::new),
    /** A container that was started again has ended, and its process with it. */
    BY_RESTART_COUNT(ByRestartCount::new),
    /** A Pod that is not there any more has ended. */
    BY_MISSING_POD(ByMissingPod::new),
    /** A Pod in the phase Failed or Succeeded has ended. */
    BY_PHASE(ByPhase::new),
    /** Any process's line in the termination log will do. */
    BY_LINE_OF_ANOTHER(ByLineOfAnother::new),
    /** The seal counts although another elector has taken over since. */
    BY_BROKEN_SEAL(ByBrokenSeal::new),
    /** The process has ended with its container, whoever else lives in its process namespace. */
    IN_SHARED_NAMESPACE(InSharedNamespace::new);

    private final Supplier<DeathProofRules> rules;

    WrongDeathProof(Supplier<DeathProofRules> rules) {
        this.rules = rules;
    }

    DeathProofRules rules() {
        return rules.get();
    }

    private static final class ByRestartCount extends DeathProofRules {
        @Override
        boolean endedWith(PodState.Container container, ProcessLocation subject) {
            return container.restarts() > 0;
        }
    }

    private static final class ByMissingPod extends DeathProofRules {
        @Override
        boolean absenceProves() {
            return true;
        }
    }

    private static final class ByPhase extends DeathProofRules {
        @Override
        boolean proves(PodState pod, ProcessLocation subject, boolean trustsLogs) {
            boolean over = pod.phase().equals("Failed") || pod.phase().equals("Succeeded");
            return isPodOf(pod, subject) && over || super.proves(pod, subject, trustsLogs);
        }
    }

    private static final class ByLineOfAnother extends DeathProofRules {
        @Override
        boolean isLineOf(String line, ProcessLocation subject) {
            return line.startsWith("leader-election ");
        }
    }

    private static final class ByBrokenSeal extends DeathProofRules {
        @Override
        Optional<ProcessLocation> subject(LeaseRecord record, @Nullable ProcessLocation told) {
            return Seal.parse(record.seal())
                    .filter(seal -> told != null && told.process().equals(seal.process()))
                    .map(seal -> told);
        }
    }

    private static final class InSharedNamespace extends DeathProofRules {
        @Override
        boolean mayBeOutlived(PodState pod) {
            return false;
        }
    }
}
