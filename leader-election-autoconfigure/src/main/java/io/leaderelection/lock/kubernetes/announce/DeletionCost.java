package io.leaderelection.lock.kubernetes.announce;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.kubernetes.client.Json;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deletion cost of the leading pod: a ReplicaSet that scales down ends pods of a lower cost first. A cost that
 * somebody else has set stays as it is. Nobody may read pods here: what a pod has, the answer to its first patch tells.
 */
final class DeletionCost {

    /** The annotation. */
    static final String KEY = "controller.kubernetes.io/pod-deletion-cost";

    /** The highest there is. It also tells the election's own cost, left by a crash, from anybody else's. */
    static final String HIGHEST = Integer.toString(Integer.MAX_VALUE);

    private static final Logger LOG = LoggerFactory.getLogger("io.leaderelection.LeaderElection");

    /** Whether the annotation is the election's to change; {@code null} until an answer tells. */
    private volatile @Nullable Boolean ours;

    /** Adds the annotation, or its removal, to a patch of the pod's metadata, once it is known to be nobody else's. */
    void addTo(JsonObject metadata, boolean leading) {
        if (Boolean.TRUE.equals(ours)) {
            Json.made(metadata, "annotations").add(KEY, leading ? new JsonPrimitive(HIGHEST) : JsonNull.INSTANCE);
        }
    }

    /**
     * Learns from the answer to a patch.
     *
     * @return whether another patch is needed, because the first answer tells that the cost is not as it should be
     */
    boolean isToBeChanged(JsonObject pod, boolean leading) {
        if (ours != null) {
            return false;
        }
        String found = Json.text(Json.object(Json.object(pod, "metadata"), "annotations"), KEY);
        if (found != null && !found.equals(HIGHEST)) {
            LOG.warn(
                    "This pod has the deletion cost {}, which is not the election's: it stays, also while the pod leads",
                    ForeignText.shown(found));
            ours = false;
            return false;
        }
        ours = true;
        return leading == (found == null);
    }
}
