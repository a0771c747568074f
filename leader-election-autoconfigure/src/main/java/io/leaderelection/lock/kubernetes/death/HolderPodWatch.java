package io.leaderelection.lock.kubernetes.death;

import com.google.gson.JsonObject;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import io.leaderelection.lock.kubernetes.client.Resource;
import io.leaderelection.lock.kubernetes.client.ResourceWatch;
import io.leaderelection.lock.kubernetes.client.WatchEventDecoder;
import io.leaderelection.lock.kubernetes.client.WatchThreads;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the Pod that a {@link HolderPodMonitor} names, on a thread of its own. The watches of successive holders share
 * one backoff: a holder that was watched for a moment only counts as a failure.
 */
final class HolderPodWatch implements ProofOfDeath.Monitor, HolderPodMonitor.Pods {

    private final LeaseApi api;
    private final LeaseName lease;
    private final DeathProofLog log;
    private final boolean required;
    private final Consumer<String> died;

    // Guarded by this.
    private final HolderPodMonitor monitor;
    private @Nullable ResourceWatch pod;
    private int failures;
    private boolean ended;
    private @Nullable String proven;

    HolderPodWatch(LeaseApi api, LeaseName lease, TerminationMessage own, boolean required, Consumer<String> died) {
        this.api = api;
        this.lease = lease;
        this.log = own.log();
        this.required = required;
        this.died = died;
        this.monitor = new HolderPodMonitor(required, own::isOf, this, dead -> proven = dead);
    }

    /** Where no Pod can be watched for now, the next change of the Lease tries again. */
    @Override
    public synchronized void leaseIs(LeaseRecord record, @Nullable String location) {
        if (ended) {
            return;
        }
        try {
            monitor.leaseIs(record, ProcessLocation.parse(location).orElse(null));
        } catch (Throwable noThread) {
            monitor.end();
        }
    }

    @Override
    public synchronized void leaseIsDeleted() {
        monitor.end();
    }

    @Override
    public synchronized void end() {
        ended = true;
        monitor.end();
    }

    @Override
    public void watch(ProcessLocation holder) {
        Resource resource = Resource.pod(lease.namespace(), holder.pod());
        ResourceWatch watch = new ResourceWatch(api, resource, new PodListener(holder), failures);
        pod = watch;
        WatchThreads.start("leader-election-watch-" + lease.name() + "-holder", watch);
    }

    @Override
    public void unwatch() {
        if (pod != null) {
            pod.cancel();
            failures = pod.failures();
            pod = null;
        }
    }

    private void podIs(JsonObject object, ProcessLocation holder, boolean gone) {
        String dead;
        synchronized (this) {
            monitor.podIs(PodState.of(object), holder);
            if (gone) {
                monitor.podIsGone(holder);
            }
            dead = proven;
            proven = null;
        }
        if (dead != null) {
            died.accept(dead);
        }
    }

    private synchronized void podIsGone(ProcessLocation holder) {
        monitor.podIsGone(holder);
    }

    /** Hears of one holder's Pod. */
    private final class PodListener implements WatchEventDecoder.Listener {

        private final ProcessLocation holder;

        PodListener(ProcessLocation holder) {
            this.holder = holder;
        }

        @Override
        public void changed(JsonObject object) {
            podIs(object, holder, false);
        }

        @Override
        public void deleted(JsonObject last) {
            podIs(last, holder, true);
        }

        @Override
        public void missing(String revision) {
            podIsGone(holder);
        }

        @Override
        public void live() {
            log.granted();
        }

        @Override
        public void down(StoreFailure failure) {
            log.refused(failure, required);
        }
    }
}
