package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.kubernetes.client.Json;
import org.jspecify.annotations.Nullable;

/** A Lease as the API server told it, with everything in it, so that a write can keep what is not ours. Immutable. */
final class KubernetesLease implements StoredLease {

    private final LeaseRecord record;
    private final Version version;
    private final JsonObject whole;
    private final @Nullable Standbys standbys;

    private KubernetesLease(LeaseRecord record, Version version, JsonObject whole) {
        this.record = record;
        this.version = version;
        this.whole = whole;
        this.standbys = Standbys.parse(annotation(Standbys.ANNOTATION));
    }

    /** The JSON as a Lease, or null if it has no uid and version and therefore could never be replaced. */
    static @Nullable KubernetesLease of(@Nullable JsonElement json) {
        if (!(json instanceof JsonObject whole)) {
            return null;
        }
        JsonObject metadata = Json.object(whole, "metadata");
        String uid = Json.text(metadata, "uid");
        String revision = Json.text(metadata, "resourceVersion");
        if (uid == null || uid.isEmpty() || revision == null || revision.isEmpty()) {
            return null;
        }
        return new KubernetesLease(LeaseJson.record(whole), new Version(uid, revision), whole);
    }

    @Override
    public LeaseRecord record() {
        return record;
    }

    @Override
    public Version version() {
        return version;
    }

    /** Where its holder says that it is; it counts only together with a valid seal of the same process. */
    @Nullable
    String location() {
        return annotation(LeaseJson.LOCATION);
    }

    @Override
    public @Nullable Standbys standbys() {
        return standbys;
    }

    private @Nullable String annotation(String name) {
        return Json.text(Json.object(Json.object(whole, "metadata"), "annotations"), name);
    }

    /** A copy of all of it. */
    JsonObject copy() {
        return whole.deepCopy();
    }

    /** Only the version: the rest is foreign text. */
    @Override
    public String toString() {
        return "KubernetesLease[" + version + "]";
    }
}
