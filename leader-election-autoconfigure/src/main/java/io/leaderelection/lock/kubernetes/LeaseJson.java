package io.leaderelection.lock.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StandbyInstance;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A lease record as the JSON of a Lease, and back.
 *
 * <p>Whatever a stranger wrote is read without failing, and on the safe side: a value that makes no sense is still a
 * trace of somebody, so that a damaged record is never taken for one that nobody ever held.
 */
final class LeaseJson {

    /** A MicroTime: exactly six digits, UTC. */
    private static final DateTimeFormatter MICRO_TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Instant SENSELESS_TIME = Instant.EPOCH;
    private static final int SENSELESS_NUMBER = 1;

    /**
     * Annotation that says where the proof of the holder's death would be. Every write of ours sets or removes it, so that
     * none is left over from an earlier holder.
     */
    static final String LOCATION = "leader-election.io/pod";

    private LeaseJson() {}

    /** What this Lease says. */
    static LeaseRecord record(JsonObject lease) {
        JsonObject annotations = Json.object(Json.object(lease, "metadata"), "annotations");
        String seal = Json.text(annotations, Seal.ANNOTATION);
        String assignment = Json.text(annotations, LeaseRecord.ASSIGNMENT);
        JsonElement spec = lease.get("spec");
        if (spec != null && !spec.isJsonNull() && !spec.isJsonObject()) {
            return new LeaseRecord(null, null, SENSELESS_TIME, SENSELESS_TIME, null, seal, assignment);
        }
        JsonObject fields = Json.object(lease, "spec");
        return new LeaseRecord(
                Json.text(fields, "holderIdentity"),
                number(Json.text(fields, "leaseDurationSeconds")),
                time(Json.text(fields, "acquireTime")),
                time(Json.text(fields, "renewTime")),
                number(Json.text(fields, "leaseTransitions")),
                seal,
                assignment);
    }

    /** A new Lease that says this. It has neither uid nor version, so that only a missing Lease is written by it. */
    static JsonObject created(LeaseName name, LeaseRecord record, LeaseLabels labels) {
        JsonObject lease = new JsonObject();
        lease.addProperty("apiVersion", "coordination.k8s.io/v1");
        lease.addProperty("kind", "Lease");
        JsonObject metadata = Json.made(lease, "metadata");
        metadata.addProperty("name", name.name());
        metadata.addProperty("namespace", name.namespace());
        overlay(lease, record, null, labels);
        return lease;
    }

    /** The given Lease with this record in it; all else stays, uid and version among it. */
    static JsonObject replaced(
            KubernetesLease expected, LeaseRecord record, @Nullable String location, LeaseLabels labels) {
        JsonObject lease = expected.copy();
        JsonObject metadata = Json.made(lease, "metadata");
        metadata.addProperty("uid", expected.version().uid());
        metadata.addProperty("resourceVersion", expected.version().revision());
        overlay(lease, record, location, labels);
        Standbys standbys = expected.standbys();
        Seal seal = record.validSeal().orElse(null);
        if (standbys != null && seal != null && seal.holder() != null) {
            setStandbys(metadata, standbys.without(new StandbyInstance(seal.holder(), seal.revision())));
        }
        return lease;
    }

    /** The given Lease as it is, to the letter, but that it names one more who waits for it. */
    static JsonObject withStandby(KubernetesLease lease, StandbyInstance standby) {
        JsonObject whole = lease.copy();
        Standbys known = lease.standbys() == null ? Standbys.NONE : lease.standbys();
        setStandbys(Json.made(whole, "metadata"), known.with(standby));
        return whole;
    }

    private static void setStandbys(JsonObject metadata, Standbys standbys) {
        Json.set(Json.made(metadata, "annotations"), Standbys.ANNOTATION, standbys.toText());
    }

    private static void overlay(JsonObject lease, LeaseRecord record, @Nullable String location, LeaseLabels labels) {
        JsonObject metadata = Json.made(lease, "metadata");
        if (!labels.values().isEmpty()) {
            labels.values().forEach(Json.made(metadata, "labels")::addProperty);
        }
        if (record.seal() != null || record.assignment() != null || metadata.has("annotations")) {
            JsonObject annotations = Json.made(metadata, "annotations");
            Json.set(annotations, Seal.ANNOTATION, record.seal());
            Json.set(annotations, LeaseRecord.ASSIGNMENT, record.assignment());
            Json.set(annotations, LOCATION, location);
        }
        JsonObject spec = Json.made(lease, "spec");
        Json.set(spec, "holderIdentity", record.holderIdentity());
        Json.set(spec, "leaseDurationSeconds", record.leaseDurationSeconds());
        Json.set(spec, "acquireTime", text(record.acquireTime()));
        Json.set(spec, "renewTime", text(record.renewTime()));
        Json.set(spec, "leaseTransitions", record.leaseTransitions());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : MICRO_TIME.format(time);
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException senseless) {
            return SENSELESS_TIME;
        }
    }

    /** The number, or the nearest that fits: the API has 32 bits, and a longer one must not turn negative. */
    private static @Nullable Integer number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isNaN(number) ? SENSELESS_NUMBER : (int) number;
        } catch (NumberFormatException senseless) {
            return SENSELESS_NUMBER;
        }
    }
}
