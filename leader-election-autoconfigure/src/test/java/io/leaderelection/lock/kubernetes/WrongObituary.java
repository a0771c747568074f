package io.leaderelection.lock.kubernetes;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plausible mistakes about a death: each is the product's {@link ObituaryRules} with one rule replaced. */
public enum WrongObituary {
    /** No mistake: the product's rules. */
    NONE(ObituaryRules::new),
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

    private final Supplier<ObituaryRules> rules;

    WrongObituary(Supplier<ObituaryRules> rules) {
        this.rules = rules;
    }

    ObituaryRules rules() {
        return rules.get();
    }

    private static final class ByRestartCount extends ObituaryRules {
        @Override
        boolean endedWith(PodState.Container container, Whereabouts subject) {
            return container.restarts() > 0;
        }
    }

    private static final class ByMissingPod extends ObituaryRules {
        @Override
        boolean absenceProves() {
            return true;
        }
    }

    private static final class ByPhase extends ObituaryRules {
        @Override
        boolean proves(PodState pod, Whereabouts subject, boolean trustsLogs) {
            boolean over = pod.phase().equals("Failed") || pod.phase().equals("Succeeded");
            return isPodOf(pod, subject) && over || super.proves(pod, subject, trustsLogs);
        }
    }

    private static final class ByLineOfAnother extends ObituaryRules {
        @Override
        boolean isLineOf(String line, Whereabouts subject) {
            return line.startsWith("leader-election ");
        }
    }

    private static final class ByBrokenSeal extends ObituaryRules {
        @Override
        Optional<Whereabouts> subject(LeaseRecord record, @Nullable Whereabouts told) {
            return Seal.parse(record.seal())
                    .filter(seal -> told != null && told.process().equals(seal.process()))
                    .map(seal -> told);
        }
    }

    private static final class InSharedNamespace extends ObituaryRules {
        @Override
        boolean mayBeOutlived(PodState pod) {
            return false;
        }
    }
}
