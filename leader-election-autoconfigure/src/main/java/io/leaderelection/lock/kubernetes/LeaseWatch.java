package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonObject;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import io.leaderelection.lock.kubernetes.client.Resource;
import io.leaderelection.lock.kubernetes.client.ResourceWatch;
import io.leaderelection.lock.kubernetes.client.WatchEventDecoder;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watch of one Lease and a monitor of its holder. Tells its listener one thing at a time. The Lease is watched on the
 * thread that runs this.
 */
final class LeaseWatch implements Request, Runnable, WatchEventDecoder.Listener {

    private final WatchListener listener;
    private final ProofOfDeath.Monitor holder;
    private final ResourceWatch lease;

    /** Belongs to the thread of the watch. */
    private @Nullable KubernetesLease known;

    LeaseWatch(LeaseApi api, LeaseName name, ProofOfDeath proof, WatchListener listener) {
        this.listener = listener;
        this.holder = proof.monitor(process -> tell(news -> news.died(process)));
        this.lease = new ResourceWatch(api, Resource.lease(name), this, 0);
    }

    @Override
    public void run() {
        lease.run();
    }

    /** Closes the connections; an interrupt would not end a read. */
    @Override
    public void cancel() {
        lease.cancel();
        holder.end();
    }

    @Override
    public void changed(JsonObject object) {
        KubernetesLease changed = Objects.requireNonNull(KubernetesLease.of(object), "a lease with uid and version");
        known = changed;
        tell(news -> news.changed(changed));
        holder.leaseIs(changed.record(), changed.location());
    }

    @Override
    public void deleted(JsonObject last) {
        deleted(Objects.requireNonNull(KubernetesLease.of(last), "a lease").version());
    }

    /** A Lease that is not there any more was deleted before that version. */
    @Override
    public void missing(String revision) {
        if (known != null) {
            deleted(new Version(known.version().uid(), revision));
        }
    }

    private void deleted(Version deletion) {
        known = null;
        tell(news -> news.deleted(deletion));
        holder.leaseIsDeleted();
    }

    @Override
    public void live() {
        tell(WatchListener::live);
    }

    @Override
    public void down(StoreFailure failure) {
        tell(news -> news.down(failure));
    }

    private synchronized void tell(Consumer<WatchListener> news) {
        news.accept(listener);
    }
}
