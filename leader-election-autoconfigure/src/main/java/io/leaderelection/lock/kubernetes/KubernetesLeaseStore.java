package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.ApiException;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StandbyInstance;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.WatchListener;
import io.leaderelection.lock.kubernetes.client.ApiFailures;
import io.leaderelection.lock.kubernetes.client.ApiStatus;
import io.leaderelection.lock.kubernetes.client.HttpReply;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import io.leaderelection.lock.kubernetes.client.LeaseRequests.RequestBuilder;
import io.leaderelection.lock.kubernetes.client.Resource;
import io.leaderelection.lock.kubernetes.client.WatchThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.RequestBody;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Lease on a Kubernetes API server. A missing Lease is created by PUT, for only then may a Role limit the creation
 * to its name; every other write carries uid and resourceVersion. Nothing is repeated; labels, annotations and fields
 * of others stay as they are.
 *
 * <p>Answers come on the threads of the API's executor, news on the thread of the watch. Safe for use by any thread.
 */
public final class KubernetesLeaseStore implements LeaseStore {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesLeaseStore.class);

    private final LeaseApi api;
    private final LeaseName name;
    private final LeaseLabels labels;
    private final ProofOfDeath proof;
    private final @Nullable StandbyInstance self;
    private final ApiFailures apiFailures;
    private final Set<Request> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean rehearsed = new AtomicBoolean();

    /** Whether this instance has told that it waits, since it last wrote a term. */
    private final AtomicBoolean told = new AtomicBoolean();

    private volatile boolean closed;

    /** Makes a store without proof of death, and whose instance does not tell that it waits. */
    public KubernetesLeaseStore(LeaseApi api, LeaseName name, LeaseLabels labels) {
        this(api, name, labels, ProofOfDeath.NONE, null);
    }

    /**
     * Makes a store. Nothing is sent yet.
     *
     * @param api the API server; stays open when this store is closed
     * @param name which Lease
     * @param labels put on the Lease with every write
     * @param proof lets others prove the death of this process, and finds the proof of theirs
     * @param self as whom this instance tells that it waits; {@code null} if it does not
     */
    public KubernetesLeaseStore(
            LeaseApi api, LeaseName name, LeaseLabels labels, ProofOfDeath proof, @Nullable StandbyInstance self) {
        this.api = api;
        this.name = name;
        this.labels = labels;
        this.proof = proof;
        this.self = self;
        this.apiFailures = new ApiFailures(Resource.lease(name), api);
    }

    @Override
    public Request read(Duration timeout, Consumer<Answer> answer) {
        return send("get", () -> api.requests().get(name), this::understandRead, timeout, answer);
    }

    @Override
    public Request create(LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        return send(
                "create",
                () -> api.requests().put(name, LeaseJson.created(name, record, labels)),
                reply -> understandWrite("create", reply, record, null),
                timeout,
                answer);
    }

    /** {@inheritDoc} The expected lease must come from a store of this kind. */
    @Override
    public Request replace(StoredLease expected, LeaseRecord record, Duration timeout, Consumer<Answer> answer) {
        KubernetesLease lease = own(expected);
        told.set(false);
        return send(
                "update",
                () -> api.requests().put(name, replaced(lease, record)),
                reply ->
                        understandWrite("update", reply, record, lease.version().uid()),
                timeout,
                answer);
    }

    @Override
    public boolean canRehearse() {
        return true;
    }

    /**
     * {@inheritDoc} What is sent is what was read, so that even a proxy that drops {@code dryRun} changes nothing; and once,
     * in earnest, the same with this instance's name.
     */
    @Override
    public Request rehearse(StoredLease lease, Duration timeout, Consumer<Answer> answer) {
        KubernetesLease read = own(lease);
        StandbyInstance teller = self != null && !told.get() && Standbys.shouldTell(self, lease) ? self : null;
        return send(
                "update",
                () -> teller == null
                        ? api.requests().putDry(name, read.copy())
                        : api.requests().put(name, LeaseJson.withStandby(read, teller)),
                reply -> understandRehearsal(reply, read, teller != null),
                timeout,
                answer);
    }

    private static KubernetesLease own(StoredLease lease) {
        if (lease instanceof KubernetesLease own) {
            return own;
        }
        throw new IllegalArgumentException("The expected lease must come from a Kubernetes store");
    }

    private JsonObject replaced(KubernetesLease lease, LeaseRecord record) {
        return LeaseJson.replaced(lease, record, proof.location(record), labels);
    }

    @Override
    public Request watch(WatchListener news) {
        LeaseWatch watch = new LeaseWatch(api, name, proof, news);
        underWay.add(watch);
        if (closed) {
            watch.cancel();
        }
        startOrForget(
                watch,
                () -> WatchThreads.start("leader-election-watch-" + name.name(), () -> runAndForget(watch, watch)));
        return watch;
    }

    @Override
    public String kind() {
        return "kubernetes";
    }

    @Override
    public String describe() {
        return "Kubernetes Lease %s at %s".formatted(name, api.address());
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(Request::cancel);
    }

    private Request send(
            String verb,
            RequestBuilder request,
            Function<HttpReply, Answer> meaning,
            Duration timeout,
            Consumer<Answer> answer) {
        RequestBuilder whileOpen = () -> {
            if (closed) {
                throw new IOException("this store is closed");
            }
            return request.build();
        };
        LeaseCall.Question question =
                new LeaseCall.Question(whileOpen, meaning, failure -> apiFailures.failed(verb, failure));
        LeaseCall call = new LeaseCall(api, question, timeout, answer);
        underWay.add(call);
        try {
            startOrForget(call, () -> api.executor().execute(() -> runAndForget(call, call)));
        } catch (RejectedExecutionException shutDown) {
            // the answer is then a timeout: it must not come from within this call
        }
        return call;
    }

    /** What no thread takes is not under way. */
    private void startOrForget(Request request, Runnable start) {
        try {
            start.run();
        } catch (Throwable refused) {
            underWay.remove(request);
            throw refused;
        }
    }

    private void runAndForget(Request request, Runnable work) {
        try {
            work.run();
        } finally {
            underWay.remove(request);
        }
    }

    private Answer understandRead(HttpReply reply) {
        if (reply.isSuccess()) {
            KubernetesLease lease = KubernetesLease.of(reply.body());
            if (lease == null) {
                return apiFailures.unreadable("get", reply);
            }
            rehearseWrite(lease);
            return new Answer.Found(lease);
        }
        boolean missing = reply.code() == 404 && reply.status().isNotFound();
        return missing ? new Answer.Missing() : apiFailures.refused("get", reply);
    }

    /**
     * Builds a write once and sends it nowhere, so that a standby's first real one, the takeover, does not wait for its
     * classes to be loaded. It is another's record: nothing may be claimed or left behind for it.
     */
    private void rehearseWrite(KubernetesLease lease) {
        if (rehearsed.compareAndSet(false, true)) {
            try {
                api.executor().execute(() -> writeToNowhere(lease));
            } catch (Throwable refused) {
                // a takeover is a little slower then
            }
        }
    }

    private void writeToNowhere(KubernetesLease lease) {
        try {
            RequestBody body = api.requests()
                    .put(name, LeaseJson.replaced(lease, lease.record(), lease.location(), labels))
                    .body();
            if (body != null) {
                body.writeTo(Okio.buffer(Okio.blackhole()));
            }
            proof.rehearse();
        } catch (ApiException | IOException | RuntimeException failure) {
            LOG.debug("A rehearsed write to {} failed", name, failure);
        }
    }

    /** A success that does not tell what was sent says nothing of what is stored: whoever asked has to read. */
    private Answer understandWrite(String verb, HttpReply reply, LeaseRecord sent, @Nullable String uid) {
        if (reply.isSuccess()) {
            KubernetesLease lease = KubernetesLease.of(reply.body());
            if (lease == null) {
                return apiFailures.unreadable(verb, reply);
            }
            boolean same = uid == null || uid.equals(lease.version().uid());
            return same && lease.record().equals(sent)
                    ? new Answer.Written(lease)
                    : apiFailures.notAsWritten(verb, reply);
        }
        return isLostRace(verb, reply) ? new Answer.Conflict() : apiFailures.refused(verb, reply);
    }

    /** A webhook that cannot be rehearsed is asked after the permission: a write would be sent. */
    private Answer understandRehearsal(HttpReply reply, KubernetesLease lease, boolean tells) {
        if (reply.code() == 400 && reply.status().message().contains("does not support dry run")) {
            LOG.debug(
                    "A takeover of {} cannot be rehearsed to its end: an admission webhook does not support it", name);
            return new Answer.Written(lease);
        } else if (reply.isSuccess()) {
            told.compareAndSet(false, tells);
            return new Answer.Written(lease);
        }
        return isLostRace("update", reply) ? new Answer.Conflict() : apiFailures.refused("update", reply);
    }

    /** A creation that finds a Lease is answered by 422, for it carries no version. */
    private static boolean isLostRace(String verb, HttpReply reply) {
        ApiStatus status = reply.status();
        return switch (reply.code()) {
            case 404 -> verb.equals("update") && status.isNotFound();
            case 409 -> true;
            case 422 -> status.given() && status.isAboutVersion();
            default -> false;
        };
    }
}
