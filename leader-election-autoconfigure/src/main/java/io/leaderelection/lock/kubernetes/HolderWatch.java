package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonObject;
import io.leaderelection.lock.Trouble;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener of a Lease, and of the death of its holder, one thing at a time. Holds the vigil, and the watch of the
 * Pod that it wants watched, if any, on a thread of its own. All of these watches together keep to the pace of one: a holder
 * that was watched for a moment only counts as a failure.
 */
final class HolderWatch implements Vigil.Pods {

    private final LeaseApi api;
    private final LeaseName name;
    private final ProofOfDeath proof;
    private final WatchListener news;

    // Guarded by this.
    private final Vigil vigil;
    private @Nullable ObjectWatch pod;
    private int failures;
    private boolean ended;

    HolderWatch(LeaseApi api, LeaseName name, ProofOfDeath proof, WatchListener news) {
        this.api = api;
        this.name = name;
        this.proof = proof;
        this.news = news;
        this.vigil = new Vigil(new ObituaryRules(), proof.trustsLogs(), proof::isNotWatched, this, news::died);
    }

    synchronized void leaseIs(KubernetesLease lease) {
        news.changed(lease);
        if (!ended) {
            keepVigil(lease);
        }
    }

    /** Where no Pod can be watched for now, the lease's own news go on, and its next change tries again. */
    private void keepVigil(KubernetesLease lease) {
        try {
            vigil.leaseIs(lease.record(), lease.whereabouts());
        } catch (Throwable noThread) {
            vigil.end();
        }
    }

    synchronized void leaseIsDeleted(Version version) {
        news.deleted(version);
        vigil.end();
    }

    synchronized void live() {
        news.live();
    }

    synchronized void down(Trouble trouble) {
        news.down(trouble);
    }

    /** Watches no Pod from now on. Any thread. */
    synchronized void end() {
        ended = true;
        vigil.end();
    }

    @Override
    public void watch(Whereabouts subject) {
        Resource holder = Resource.pod(name.namespace(), subject.pod());
        ObjectWatch watch = new ObjectWatch(api, holder, new PodNews(subject), failures);
        pod = watch;
        WatchThreads.start("leader-election-watch-" + name.name() + "-holder", watch);
    }

    @Override
    public void unwatch() {
        if (pod != null) {
            pod.cancel();
            failures = pod.failures();
            pod = null;
        }
    }

    private synchronized void podIs(JsonObject object, Whereabouts subject, boolean gone) {
        vigil.podIs(PodState.of(object), subject);
        if (gone) {
            vigil.podIsGone(subject);
        }
    }

    private synchronized void podIsGone(Whereabouts subject) {
        vigil.podIsGone(subject);
    }

    /** What the watch of one holder's Pod tells. */
    private final class PodNews implements ObjectNews.Listener {

        private final Whereabouts subject;

        PodNews(Whereabouts subject) {
            this.subject = subject;
        }

        @Override
        public void changed(JsonObject object) {
            podIs(object, subject, false);
        }

        @Override
        public void deleted(JsonObject last) {
            podIs(last, subject, true);
        }

        @Override
        public void missing(String revision) {
            podIsGone(subject);
        }

        @Override
        public void live() {
            proof.granted();
        }

        @Override
        public void down(Trouble trouble) {
            proof.refused(trouble);
        }
    }
}
