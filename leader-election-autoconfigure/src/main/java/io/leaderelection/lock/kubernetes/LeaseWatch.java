package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonObject;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.Trouble;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A watch of one Lease, and of the Pod of whoever holds it; tells its listener one thing at a time. The Lease is watched
 * on the thread that runs this, the Pod on another one that ends with its watch.
 */
final class LeaseWatch implements Request, Runnable {

    private final ObjectWatch lease;
    private final HolderWatch holder;

    LeaseWatch(LeaseApi api, LeaseName name, ProofOfDeath proof, WatchListener news) {
        this.holder = new HolderWatch(api, name, proof, news);
        this.lease = new ObjectWatch(api, Resource.lease(name), new LeaseNews(), 0);
    }

    @Override
    public void run() {
        lease.run();
    }

    /** Ends both watches by closing their connections; an interrupt would not end a read. */
    @Override
    public void cancel() {
        lease.cancel();
        holder.end();
    }

    /** What the watch of the Lease tells, as the listener wants to hear it. */
    private final class LeaseNews implements ObjectNews.Listener {

        private @Nullable KubernetesLease known;

        @Override
        public void changed(JsonObject object) {
            KubernetesLease changed =
                    Objects.requireNonNull(KubernetesLease.of(object), "a lease with uid and version");
            known = changed;
            holder.leaseIs(changed);
        }

        @Override
        public void deleted(JsonObject last) {
            known = null;
            holder.leaseIsDeleted(
                    Objects.requireNonNull(KubernetesLease.of(last), "a lease").version());
        }

        /** A Lease that is not there any more was deleted before that version. */
        @Override
        public void missing(String revision) {
            if (known != null) {
                Version deletion = new Version(known.version().uid(), revision);
                known = null;
                holder.leaseIsDeleted(deletion);
            }
        }

        @Override
        public void live() {
            holder.live();
        }

        @Override
        public void down(Trouble trouble) {
            holder.down(trouble);
        }
    }
}
