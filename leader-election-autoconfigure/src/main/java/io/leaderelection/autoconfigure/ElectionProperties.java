package io.leaderelection.autoconfigure;

import io.leaderelection.lock.kubernetes.client.Interceptors;
import io.leaderelection.spring.StartTime;
import io.leaderelection.status.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys that every election has. As a bean, those of the default election. A further election inherits what it does not
 * set; {@link ElectionPropertiesResolver} knows the defaults.
 *
 * @param backend Where leases are kept.
 * @param campaign Whether this instance tries to lead. Otherwise it only observes the leader.
 * @param start When this instance joins the election.
 * @param leaseName Name of the lease. Without one, the name of the default election; a further election appends a hyphen
 *     and its own name.
 * @param timing Preset for all timings that are not set individually.
 * @param leaseDuration Time without a renewal after which another instance takes over. Whole seconds.
 * @param renewDeadline Time without a successful renewal after which the leader stops. At most the lease duration divided
 *     by 1.2.
 * @param retryPeriod Longest pause after a failed request. Also the polling period where no watch is possible.
 * @param renewInterval Time from one renewal to the next. Without one, a third of the renew deadline.
 * @param identity Name of this instance, for people. May contain {pod}, {pod-uid}, {namespace}, {host} and {random}.
 *     Without one, the name of the pod; outside of a pod, the host name and a random part.
 * @param advertise Address of this instance. Followers learn it together with the leader's identity.
 * @param releaseOnShutdown Whether to release the lease on shutdown, once the leader's work has ended.
 * @param drainTimeout Time to wait for the work of an ended term. After that, the lease is left to expire. Keep it below
 *     spring.lifecycle.timeout-per-shutdown-phase.
 * @param onLoss What to do after a term was lost.
 * @param exitCode Exit code of the process, if a lost term ends it.
 * @param proofOfDeathDelay Time to wait before taking over from a process that is proven dead. Meant for work without
 *     fencing, whose last writes may still be under way.
 * @param readiness Which instances are ready to serve. Not inherited by further elections.
 * @param group Group that carries this election: the owner of one of its shards leads, and it has neither lease nor times
 *     of its own. Not inherited by further elections.
 * @param revision Revision of the application that this instance runs. Lets a rolling update change the leader only once.
 *     Without one, the pod-template-hash, if the pod tells it.
 * @param revisionGrace Time for which an instance of the releasing leader's revision leaves the lease to instances of
 *     other revisions. Zero for none.
 */
@ConfigurationProperties(LeaderElectionProperties.PREFIX)
public record ElectionProperties(
        @Nullable Backend backend,
        @Nullable Boolean campaign,
        @Nullable StartTime start,
        @Nullable String leaseName,
        @Nullable TimingPreset timing,
        @Nullable Duration leaseDuration,
        @Nullable Duration renewDeadline,
        @Nullable Duration retryPeriod,
        @Nullable Duration renewInterval,
        @Nullable String identity,
        @Nullable String advertise,
        @Nullable Boolean releaseOnShutdown,
        @Nullable Duration drainTimeout,
        @Nullable OnLoss onLoss,
        @Nullable Integer exitCode,
        @Nullable Duration proofOfDeathDelay,
        @Nullable Readiness readiness,
        @Nullable String group,
        @Nullable String revision,
        @Nullable Duration revisionGrace,
        @DefaultValue Fencing fencing,
        @DefaultValue Kubernetes kubernetes,
        @DefaultValue File file) {

    /** Where leases are kept. */
    public enum Backend {
        /**
         * Kubernetes where a service account token is mounted or {@link KubernetesConnectionDetails} are given, else
         * files, with a warning. A pod without a token does not start. In a test, memory, unless connection details are
         * given.
         */
        AUTO,
        /** Leases on a Kubernetes API server. */
        KUBERNETES,
        /** Files under an operating system lock: one leader per machine. */
        FILE,
        /** Memory: one leader per application context, for tests and local runs. */
        MEMORY
    }

    /** Timings that fit each other. */
    public enum TimingPreset {
        /** Lease 10 s, deadline 7 s, retry 1 s: a faster takeover after a crash, less patience with a slow store. */
        FAST(Timings.of(Duration.ofSeconds(10), Duration.ofSeconds(7), Duration.ofSeconds(1))),
        /** Lease 15 s, deadline 10 s, retry 2 s: the defaults of Kubernetes' own components. */
        BALANCED(Timings.BALANCED),
        /** Lease 30 s, deadline 20 s, retry 5 s: rides out longer outages of the store. */
        CONSERVATIVE(Timings.of(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(5)));

        private final Timings timings;

        TimingPreset(Timings timings) {
            this.timings = timings;
        }

        Timings timings() {
            return timings;
        }
    }

    /** What to do after a term was lost. */
    public enum OnLoss {
        /** Return to standby and campaign again. */
        STANDBY,
        /** Close the application context in order and end the process. */
        EXIT
    }

    /** Whether the death of a leader is proven by its Pod. */
    public enum ProofOfDeath {
        /** Leave a proof where that is possible, look for proofs where that is allowed. */
        AUTO,
        /** The same, with a warning where it is not; and trust messages that may be the end of a log. */
        ON,
        /** Neither leave proofs nor look for them. */
        OFF
    }

    /** Which instances are ready to serve, as far as an election is concerned. */
    public enum Readiness {
        /** Leaders and followers alike. */
        ANY,
        /** Only the leader: followers are out of service in the readiness group, and nowhere else. */
        LEADER_ONLY
    }

    /**
     * Fencing tokens.
     *
     * @param tokenFloor Every fencing token is higher than this. Raise it after a move to another cluster, lease or
     *     backend.
     */
    public record Fencing(@Nullable Long tokenFloor) {}

    /**
     * Leases on a Kubernetes API server.
     *
     * @param namespace Namespace of the Lease. Without one, that of the pod; outside of a pod, that of the kubeconfig's
     *     current context.
     * @param leaseName Name of the Lease, if it differs from the lease name of other backends.
     * @param labels Labels that every write puts on the Lease.
     * @param proofOfDeath Whether to take over at once from a process whose container has ended. Needs a Role that may
     *     watch Pods. Auto does so where it is granted. On warns where it is not, and trusts messages that may be the end
     *     of a log.
     * @param interceptors Interceptors of the ApiClient that see the requests of elections: those that authenticate, or
     *     all but those that log. An interceptor can delay renewals. Only the default election's value counts.
     * @param terminationGracePeriod Grace period in the pod's manifest, its terminationGracePeriodSeconds. A process cannot
     *     read it: set it here to be warned if it is too short. Only the default election's value counts.
     * @param events Whether to write a Kubernetes event on the Lease when this instance begins or ceases to lead. Needs a
     *     Role that may create Events.
     * @param podLabel Label on this instance's Pod while it leads, so that a Service can select it: true, false, or
     *     key=value. Needs a Role that may patch Pods. Not inherited by further elections.
     * @param standbys Whether each standby makes itself known on the Lease, once, so that a released lease is left to others
     *     only where others wait, and all can tell who does.
     * @param podDeletionCost Whether this instance's Pod has the highest deletion cost while it leads, so that a scale-down
     *     ends other Pods first. Needs a Role that may patch Pods. Not inherited by further elections.
     */
    public record Kubernetes(
            @Nullable String namespace,
            @Nullable String leaseName,
            @DefaultValue Map<String, String> labels,
            @Nullable ProofOfDeath proofOfDeath,
            @Nullable Interceptors interceptors,
            @Nullable Duration terminationGracePeriod,
            @Nullable Boolean events,
            @Nullable String podLabel,
            @Nullable Boolean standbys,
            @Nullable Boolean podDeletionCost) {}

    /**
     * Leases in files.
     *
     * @param directory Directory of the lease files, the same for all instances. Without one, a directory of the current
     *     user.
     * @param shared Whether the directory is shared on purpose, with other users or with other containers of this machine.
     */
    public record File(@Nullable Path directory, @Nullable Boolean shared) {}

    /** The value of a key, of the default election where this one has none; {@code null} where neither has one. */
    <T> @Nullable T orInherited(ElectionProperties defaults, Function<ElectionProperties, @Nullable T> key) {
        T own = key.apply(this);
        return own == null ? key.apply(defaults) : own;
    }
}
