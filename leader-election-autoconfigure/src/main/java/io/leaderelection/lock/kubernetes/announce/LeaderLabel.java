package io.leaderelection.lock.kubernetes.announce;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
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
 * Keeps a label on this process's pod for as long as it leads. Best effort: what fails is tried again, with growing
 * pauses, until it is done or no longer wanted, and the election goes on meanwhile. Changes are made in the order in
 * which they are asked for. Safe for use by any thread.
 */
public final class LeaderLabel {

    private static final long LONGEST_PAUSE_SECONDS = 30;

    private final LeaseApi api;
    private final Executor executor;
    private final Resource pod;
    private final PodLabel label;
    private final Later later;
    private final BestEffort requests;

    /** Guarded by this. */
    private boolean wanted;

    /** Whether the pod has the label; {@code null} if that is not known. Guarded by this. */
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
     * Makes a label. Nothing is sent yet.
     *
     * @param executor runs one request after the other; rejects them where too many wait
     * @param namespace namespace of this process's pod
     * @param name name of this process's pod
     */
    public LeaderLabel(LeaseApi api, Executor executor, String namespace, String name, PodLabel label, Later later) {
        this.api = api;
        this.executor = executor;
        this.pod = Resource.pod(namespace, name);
        this.label = label;
        this.later = later;
        this.requests = new BestEffort(api, "The label %s of %s cannot be changed".formatted(label.key(), pod));
    }

    /** Puts the label on the pod. Returns at once. */
    public void put() {
        want(true);
    }

    /**
     * Takes the label off the pod, if it has it.
     *
     * @return completes when it is off, or when the first attempt has failed
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
        HttpReply reply = requests.send("patch", pod, () -> api.requests().patch(pod, patch(leading)));
        if (reply != null && reply.isSuccess()) {
            synchronized (this) {
                shown = leading;
            }
        } else if (reply == null || reply.code() != 404) {
            tryAgain();
        }
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
        JsonObject labels = Json.made(Json.made(patch, "metadata"), "labels");
        if (leading) {
            labels.addProperty(label.key(), label.value());
        } else {
            labels.add(label.key(), JsonNull.INSTANCE);
        }
        return patch;
    }
}
