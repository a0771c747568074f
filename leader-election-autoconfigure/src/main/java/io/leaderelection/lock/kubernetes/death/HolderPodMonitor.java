package io.leaderelection.lock.kubernetes.death;

import io.leaderelection.lock.LeaseRecord;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A standby's watch at the side of the lease's holder: decides which Pod to look at, and hears of it. At most one Pod is
 * watched, only while its process holds the lease, and only until it is known to have ended or can tell nothing more.
 *
 * <p>Not thread-safe: its owner lets one caller in at a time.
 */
final class HolderPodMonitor {

    /** Watches Pods. */
    interface Pods {

        /** Watches the Pod of this process from now on, until told otherwise. */
        void watch(ProcessLocation subject);

        /** Watches no Pod any more; does nothing if none is watched. */
        void unwatch();
    }

    private final boolean trustsLogs;
    private final Predicate<String> isNotWatched;
    private final Pods pods;
    private final Consumer<String> obituary;

    /** Whose Pod is watched, or was until there was nothing more to learn from it. */
    private @Nullable ProcessLocation subject;

    /**
     * @param trustsLogs whether the end of a container's log counts as its message
     * @param isNotWatched whether nobody need watch for the death of a process here
     * @param obituary told the name of a process that is proven dead
     */
    HolderPodMonitor(boolean trustsLogs, Predicate<String> isNotWatched, Pods pods, Consumer<String> obituary) {
        this.trustsLogs = trustsLogs;
        this.isNotWatched = isNotWatched;
        this.pods = pods;
        this.obituary = obituary;
    }

    /** The lease says this. */
    void leaseIs(LeaseRecord record, @Nullable ProcessLocation told) {
        ProcessLocation holder = DeathProofRules.subject(record, told)
                .filter(whereabouts -> !isNotWatched.test(whereabouts.process()))
                .orElse(null);
        if (holder == null) {
            end();
        } else if (!holder.equals(subject)) {
            end();
            pods.watch(holder);
            subject = holder;
        }
    }

    /** The Pod of this process is so. */
    void podIs(PodState pod, ProcessLocation about) {
        if (about.equals(subject) && DeathProofRules.proves(pod, about, trustsLogs)) {
            proven(about);
        }
    }

    /**
     * The Pod of this process is not there, or not any more. That proves nothing: its node may be cut off, and the process
     * live on there. It will never be again, for another Pod has another uid.
     */
    void podIsGone(ProcessLocation about) {
        if (about.equals(subject)) {
            pods.unwatch();
        }
    }

    /** Nobody's death is of interest any more. */
    void end() {
        subject = null;
        pods.unwatch();
    }

    private void proven(ProcessLocation dead) {
        pods.unwatch();
        obituary.accept(dead.process());
    }
}
