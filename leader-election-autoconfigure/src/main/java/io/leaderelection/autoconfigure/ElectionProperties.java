package io.leaderelection.autoconfigure;

import io.leaderelection.lock.kubernetes.Interceptors;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.spring.StartTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The keys that every election has. What is not set is inherited from the default election, and by that from the
 * defaults of the product.
 */
public class ElectionProperties {

    /** Where leases are kept. */
    private @Nullable Backend backend;

    /** Whether to try to lead; otherwise this instance only observes who does. */
    private @Nullable Boolean campaign;

    /** When to begin to take part in the election. */
    private @Nullable StartTime start;

    /** Name of the lease. Without one, the name of the default election; for a further election, that name and its own, joined by a hyphen. */
    private @Nullable String leaseName;

    /** Timings that fit each other, for the ones that are not set singly. */
    private @Nullable TimingPreset timing;

    /** Time without any renewal after which another instance takes over. Whole seconds. */
    private @Nullable Duration leaseDuration;

    /** Time after which a leader whose renewals fail stops by itself. At most the lease duration divided by 1.2. */
    private @Nullable Duration renewDeadline;

    /** Longest pause after a failure, and polling period where no watch is possible. */
    private @Nullable Duration retryPeriod;

    /** Time from one renewal to the next. Without one, a third of the renew deadline. */
    private @Nullable Duration renewInterval;

    /** Name of this instance, for people. May contain {pod}, {pod-uid}, {namespace}, {host} and {random}. Without one, the name of the pod, or elsewhere the host name and a random part. */
    private @Nullable String identity;

    /** Address of this instance, told to followers with the leader's identity. */
    private @Nullable String advertise;

    /** Whether to release the lease on shutdown, once the leader's work has ended. */
    private @Nullable Boolean releaseOnShutdown;

    /** Time that the work of an ended term is awaited before the lease is left to expire. Keep it below spring.lifecycle.timeout-per-shutdown-phase. */
    private @Nullable Duration drainTimeout;

    /** What to do after a term was lost. */
    private @Nullable OnLoss onLoss;

    /** Exit code of the process after a lost term, where it ends then. */
    private @Nullable Integer exitCode;

    /** Time to wait before taking over from a process that is proven dead, for work without fencing whose last writes may still be under way. */
    private @Nullable Duration proofOfDeathDelay;

    /** Which instances are ready to serve. Not inherited by further elections. */
    private @Nullable Readiness readiness;

    /** Revision of the application that this instance runs, for rolling updates with one change of leader. Without one, the pod-template-hash where the pod tells it. */
    private @Nullable String revision;

    /** Time for which an instance of the releasing leader's own revision leaves the released lease to instances of other revisions. Zero for none. */
    private @Nullable Duration revisionGrace;

    @NestedConfigurationProperty
    private final FencingProperties fencing = new FencingProperties();

    @NestedConfigurationProperty
    private final KubernetesProperties kubernetes = new KubernetesProperties();

    @NestedConfigurationProperty
    private final FileProperties file = new FileProperties();

    public @Nullable Backend getBackend() {
        return backend;
    }

    public void setBackend(@Nullable Backend backend) {
        this.backend = backend;
    }

    public @Nullable Boolean getCampaign() {
        return campaign;
    }

    public void setCampaign(@Nullable Boolean campaign) {
        this.campaign = campaign;
    }

    public @Nullable StartTime getStart() {
        return start;
    }

    public void setStart(@Nullable StartTime start) {
        this.start = start;
    }

    public @Nullable String getLeaseName() {
        return leaseName;
    }

    public void setLeaseName(@Nullable String leaseName) {
        this.leaseName = leaseName;
    }

    public @Nullable TimingPreset getTiming() {
        return timing;
    }

    public void setTiming(@Nullable TimingPreset timing) {
        this.timing = timing;
    }

    public @Nullable Duration getLeaseDuration() {
        return leaseDuration;
    }

    public void setLeaseDuration(@Nullable Duration leaseDuration) {
        this.leaseDuration = leaseDuration;
    }

    public @Nullable Duration getRenewDeadline() {
        return renewDeadline;
    }

    public void setRenewDeadline(@Nullable Duration renewDeadline) {
        this.renewDeadline = renewDeadline;
    }

    public @Nullable Duration getRetryPeriod() {
        return retryPeriod;
    }

    public void setRetryPeriod(@Nullable Duration retryPeriod) {
        this.retryPeriod = retryPeriod;
    }

    public @Nullable Duration getRenewInterval() {
        return renewInterval;
    }

    public void setRenewInterval(@Nullable Duration renewInterval) {
        this.renewInterval = renewInterval;
    }

    public @Nullable String getIdentity() {
        return identity;
    }

    public void setIdentity(@Nullable String identity) {
        this.identity = identity;
    }

    public @Nullable String getAdvertise() {
        return advertise;
    }

    public void setAdvertise(@Nullable String advertise) {
        this.advertise = advertise;
    }

    public @Nullable Boolean getReleaseOnShutdown() {
        return releaseOnShutdown;
    }

    public void setReleaseOnShutdown(@Nullable Boolean releaseOnShutdown) {
        this.releaseOnShutdown = releaseOnShutdown;
    }

    public @Nullable Duration getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(@Nullable Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    public @Nullable OnLoss getOnLoss() {
        return onLoss;
    }

    public void setOnLoss(@Nullable OnLoss onLoss) {
        this.onLoss = onLoss;
    }

    public @Nullable Integer getExitCode() {
        return exitCode;
    }

    public void setExitCode(@Nullable Integer exitCode) {
        this.exitCode = exitCode;
    }

    public @Nullable Duration getProofOfDeathDelay() {
        return proofOfDeathDelay;
    }

    public void setProofOfDeathDelay(@Nullable Duration proofOfDeathDelay) {
        this.proofOfDeathDelay = proofOfDeathDelay;
    }

    public @Nullable Readiness getReadiness() {
        return readiness;
    }

    public void setReadiness(@Nullable Readiness readiness) {
        this.readiness = readiness;
    }

    public @Nullable String getRevision() {
        return revision;
    }

    public void setRevision(@Nullable String revision) {
        this.revision = revision;
    }

    public @Nullable Duration getRevisionGrace() {
        return revisionGrace;
    }

    public void setRevisionGrace(@Nullable Duration revisionGrace) {
        this.revisionGrace = revisionGrace;
    }

    public FencingProperties getFencing() {
        return fencing;
    }

    public KubernetesProperties getKubernetes() {
        return kubernetes;
    }

    public FileProperties getFile() {
        return file;
    }

    /** Fencing tokens. */
    public static class FencingProperties {

        /** Every fencing token is higher than this; lifts the tokens after a move to another cluster, lease or backend. */
        private @Nullable Long tokenFloor;

        public @Nullable Long getTokenFloor() {
            return tokenFloor;
        }

        public void setTokenFloor(@Nullable Long tokenFloor) {
            this.tokenFloor = tokenFloor;
        }
    }

    /** Leases on a Kubernetes API server. */
    public static class KubernetesProperties {

        /** Namespace of the Lease. Without one, that of the pod, or elsewhere that of the kubeconfig's current context. */
        private @Nullable String namespace;

        /** Name of the Lease, where it is to differ from the lease name elsewhere. */
        private @Nullable String leaseName;

        /** Labels that are put on the Lease with every write. */
        private Map<String, String> labels = new LinkedHashMap<>();

        /** Whether to take over at once from a process whose container has ended; needs a Role that may watch Pods. Auto does so where it is granted; on warns where it is not, and trusts messages that may be the end of a log. */
        private ProofOfDeath.@Nullable Mode proofOfDeath;

        /** Interceptors of the ApiClient that see the requests of the elections: those that authenticate, or all but those that log. What sees them can hold renewals up. Only the default election's counts. */
        private @Nullable Interceptors interceptors;

        /** Grace period that the pod's manifest gives to a shutdown, its terminationGracePeriodSeconds. Nobody can read it from inside, so tell it here to be warned where it is too short. Only the default election's counts. */
        private @Nullable Duration terminationGracePeriod;

        /** Whether to write a Kubernetes event on the Lease when this instance begins or ceases to lead; needs a Role that may create Events. */
        private @Nullable Boolean events;

        /** Label on this instance's Pod while it leads, so that a Service can select it: true, false, or key=value; needs a Role that may patch Pods. Not inherited by further elections. */
        private @Nullable String podLabel;

        public @Nullable String getNamespace() {
            return namespace;
        }

        public void setNamespace(@Nullable String namespace) {
            this.namespace = namespace;
        }

        public @Nullable String getLeaseName() {
            return leaseName;
        }

        public void setLeaseName(@Nullable String leaseName) {
            this.leaseName = leaseName;
        }

        public Map<String, String> getLabels() {
            return labels;
        }

        public void setLabels(Map<String, String> labels) {
            this.labels = labels;
        }

        public @Nullable Boolean getEvents() {
            return events;
        }

        public void setEvents(@Nullable Boolean events) {
            this.events = events;
        }

        public @Nullable String getPodLabel() {
            return podLabel;
        }

        public void setPodLabel(@Nullable String podLabel) {
            this.podLabel = podLabel;
        }

        public ProofOfDeath.@Nullable Mode getProofOfDeath() {
            return proofOfDeath;
        }

        public void setProofOfDeath(ProofOfDeath.@Nullable Mode proofOfDeath) {
            this.proofOfDeath = proofOfDeath;
        }

        public @Nullable Interceptors getInterceptors() {
            return interceptors;
        }

        public void setInterceptors(@Nullable Interceptors interceptors) {
            this.interceptors = interceptors;
        }

        public @Nullable Duration getTerminationGracePeriod() {
            return terminationGracePeriod;
        }

        public void setTerminationGracePeriod(@Nullable Duration terminationGracePeriod) {
            this.terminationGracePeriod = terminationGracePeriod;
        }
    }

    /** Leases in files. */
    public static class FileProperties {

        /** Directory of the lease files, the same for all instances. Without one, a directory of the current user's. */
        private @Nullable Path directory;

        /** Whether the directory is shared on purpose: with other users, or with other containers of this machine. */
        private @Nullable Boolean shared;

        public @Nullable Path getDirectory() {
            return directory;
        }

        public void setDirectory(@Nullable Path directory) {
            this.directory = directory;
        }

        public @Nullable Boolean getShared() {
            return shared;
        }

        public void setShared(@Nullable Boolean shared) {
            this.shared = shared;
        }
    }
}
