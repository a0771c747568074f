package io.leaderelection.lock.kubernetes.death;

import io.leaderelection.lock.LeaseRecord;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What proves that a lease's holder has ended, one decision a method (I14 of {@code docs/election.md}). */
final class DeathProofRules {

    private DeathProofRules() {}

    /**
     * Whose death could be proven: that of the process which a valid seal of the present record names, where it told
     * where it is. Other electors keep our annotations and change the rest.
     *
     * @param told what the annotation beside the seal tells
     */
    static Optional<ProcessLocation> subject(LeaseRecord record, @Nullable ProcessLocation told) {
        return record.validSeal()
                .filter(seal -> record.isHeld())
                .filter(seal -> told != null && told.process().equals(seal.process()))
                .map(seal -> told);
    }

    /**
     * Whether this state of a Pod proves that the process has ended: its very container, in its very Pod, left its line
     * and has ended since.
     */
    static boolean proves(PodState pod, ProcessLocation subject, boolean trustsLogs) {
        return isPodOf(pod, subject)
                && !mayBeOutlived(pod)
                && pod.containers().stream()
                        .filter(container -> container.name().equals(subject.container()))
                        .filter(container -> trustsLogs || !container.takesLogs())
                        .anyMatch(container -> endedWith(container, subject));
    }

    /** A Pod of the same name is another one if its uid differs. */
    static boolean isPodOf(PodState pod, ProcessLocation subject) {
        return pod.uid().equals(subject.podUid());
    }

    /**
     * Whether a process may live on after its container has ended. A container ends with its first process, and only in a
     * process namespace of its own do all others end with that.
     */
    static boolean mayBeOutlived(PodState pod) {
        return pod.sharesProcesses();
    }

    /** Whether an instance of the container that has ended is the one in which the process was. */
    static boolean endedWith(PodState.Container container, ProcessLocation subject) {
        return container.messages().stream()
                .flatMap(message -> Stream.of(message.split("\n")))
                .anyMatch(line -> isLineOf(line, subject));
    }

    /** Whether a line of a termination log was left by this process. */
    static boolean isLineOf(String line, ProcessLocation subject) {
        return line.equals(subject.line());
    }
}
