package io.leaderelection.lock.kubernetes.announce;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.leaderelection.lock.kubernetes.client.HttpReply;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.Resource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps marks on this process's pod for as long as it leads, by one patch at either end of a term. Best effort: what fails
 * is tried again, with growing pauses, until it is done or no longer wanted, and the election goes on meanwhile. Changes
 * are made in the order in which they are asked for. Safe for use by any thread.
 */
public final class LeaderMarks {

    private static final long LONGEST_PAUSE_SECONDS = 30;

    private final LeaseApi api;
    private final Executor executor;
    private final Resource pod;
    private final @Nullable PodLabel label;
    private final @Nullable DeletionCost cost;
    private final Later later;
    private final BestEffort requests;

    /** Guarded by this. */
    private boolean wanted;

    /** Whether the pod is marked; {@code null} if that is not known. Guarded by this. */
    private @Nullable Boolean shown;

    /** Guarded by this. */
    private long pauseSeconds = 1;

    /** Guarded by this. */
    private boolean planned;

    /** Runs something after a while. */
    @FunctionalInterface
    public interface Later {

        /** Runs the task, which does not wait, after the delay. */
        void run(Duration delay, Runnable task);
    }

    /**
     * Makes the marks. Nothing is sent yet.
     *
     * @param executor runs one request after the other; rejects them where too many wait
     * @param namespace namespace of this process's pod
     * @param name name of this process's pod
     */
    public LeaderMarks(LeaseApi api, Executor executor, String namespace, String name, PodMarks marks, Later later) {
        this.api = api;
        this.executor = executor;
        this.pod = Resource.pod(namespace, name);
        this.label = marks.label();
        this.cost = marks.deletionCost() ? new DeletionCost() : null;
        this.later = later;
        this.requests = new BestEffort(api, "The %s of %s cannot be changed".formatted(marks, pod));
    }

    /** Marks the pod. Returns at once. */
    public void put() {
        want(true);
    }

    /**
     * Takes the marks off the pod, if it has them.
     *
     * @return completes when they are off, or when the first attempt has failed
     */
    public CompletableFuture<Void> remove() {
        return want(false);
    }

    private CompletableFuture<Void> want(boolean leading) {
        synchronized (this) {
            wanted = leading;
            pauseSeconds = 1;
            planned = false;
        }
        return attempt();
    }

    private CompletableFuture<Void> attempt() {
        CompletableFuture<Void> attempted = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    settle();
                } finally {
                    attempted.complete(null);
                }
            });
        } catch (RejectedExecutionException tooMany) {
            requests.dropped();
            attempted.complete(null);
            tryAgain();
        }
        return attempted;
    }

    private void settle() {
        boolean leading;
        synchronized (this) {
            leading = wanted;
            if (shown != null && shown == leading) {
                return;
            }
            shown = null;
        }
        if (sent(leading)) {
            synchronized (this) {
                shown = leading;
            }
        }
    }

    /** Sends the patch, or two where only the first answer tells what the other one has to change. */
    private boolean sent(boolean leading) {
        HttpReply reply = requests.send("patch", pod, () -> api.requests().patch(pod, patch(leading)));
        if (reply == null || !reply.isSuccess()) {
            if (reply == null || reply.code() != 404) {
                tryAgain();
            }
            return false;
        }
        boolean more = cost != null && reply.body() != null && cost.isToBeChanged(reply.body(), leading);
        return !more || sent(leading);
    }

    private void tryAgain() {
        Duration delay;
        synchronized (this) {
            if (planned) {
                return;
            }
            planned = true;
            delay = Duration.ofSeconds(pauseSeconds);
            pauseSeconds = Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS);
        }
        later.run(delay, () -> {
            synchronized (this) {
                planned = false;
            }
            attempt();
        });
    }

    private JsonObject patch(boolean leading) {
        JsonObject patch = new JsonObject();
        JsonObject metadata = Json.made(patch, "metadata");
        if (label != null) {
            Json.made(metadata, "labels")
                    .add(label.key(), leading ? new JsonPrimitive(label.value()) : JsonNull.INSTANCE);
        }
        if (cost != null) {
            cost.addTo(metadata, leading);
        }
        return patch;
    }
}
