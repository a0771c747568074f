package io.leaderelection.lock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseJsonTests {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void timesAreWrittenWithSixDigitsInUtc() {
        LeaseRecord record = new LeaseRecord("a", 15, NOON, Instant.parse("2026-01-02T12:00:00.123456999Z"), 0, null);
        JsonObject spec = Json.object(LeaseJson.created(TestTimings.LEASE, record, LeaseLabels.NONE), "spec");

        assertThat(Json.text(spec, "acquireTime")).isEqualTo("2026-01-02T12:00:00.000000Z");
        assertThat(Json.text(spec, "renewTime")).isEqualTo("2026-01-02T12:00:00.123456Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T12:00:00Z, 2026-01-02T12:00:00Z",
        "2026-01-02T12:00:00.1Z, 2026-01-02T12:00:00.1Z",
        "2026-01-02T12:00:00.123456789Z, 2026-01-02T12:00:00.123456Z",
        "2026-01-02T14:00:00.5+02:00, 2026-01-02T12:00:00.5Z",
    })
    void timesAreReadInEveryFormThatTheApiAllows(String text, Instant expected) {
        assertThat(record("{\"spec\":{\"renewTime\":\"" + text + "\"}}").renewTime())
                .isEqualTo(expected);
    }

    @Test
    void aVacantLeaseHasAnEmptySpecAndNeitherUidNorVersion() {
        JsonObject lease = LeaseJson.created(TestTimings.LEASE, LeaseRecord.VACANT, LeaseLabels.NONE);

        assertThat(lease)
                .hasToString("{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\","
                        + "\"metadata\":{\"name\":\"billing\",\"namespace\":\"shop\"},\"spec\":{}}");
    }

    @Test
    void aReplacementKeepsWhatIsNotOurs() {
        KubernetesLease stored = lease("""
                {"metadata":{"name":"billing","uid":"u","resourceVersion":"7","labels":{"team":"x","keep":"1"},
                  "annotations":{"note":"n"},"ownerReferences":[{"uid":"o"}],"future":{"a":[1,null]},"generation":1e3},
                 "spec":{"holderIdentity":"old","strategy":"OldestEmulationVersion","preferredHolder":"p","leaseTransitions":4},
                 "status":{"beyond":true}}
                """);
        JsonObject written = LeaseJson.replaced(
                stored,
                new LeaseRecord("new", 15, NOON, NOON, 5, "v1;a=b"),
                null,
                new LeaseLabels(Map.of("team", "ours")));

        assertThat(written).isEqualTo(Json.parse("""
                {"metadata":{"name":"billing","uid":"u","resourceVersion":"7","labels":{"team":"ours","keep":"1"},
                  "annotations":{"note":"n","leader-election.io/seal":"v1;a=b"},"ownerReferences":[{"uid":"o"}],"future":{"a":[1,null]},"generation":1e3},
                 "spec":{"holderIdentity":"new","leaseDurationSeconds":15,"acquireTime":"2026-01-02T12:00:00.000000Z",
                  "renewTime":"2026-01-02T12:00:00.000000Z","leaseTransitions":5,"strategy":"OldestEmulationVersion","preferredHolder":"p"},
                 "status":{"beyond":true}}
                """));
        assertThat(stored.record().holderIdentity())
                .as("the stored lease is not touched")
                .isEqualTo("old");
        assertThat(stored.copy().toString()).doesNotContain("ours");
    }

    @Test
    void whatIsAbsentInTheRecordIsAbsentInTheLease() {
        KubernetesLease stored = lease("""
                {"metadata":{"uid":"u","resourceVersion":"7","annotations":{"leader-election.io/seal":"v1;a=b"}},
                 "spec":{"holderIdentity":"old","leaseDurationSeconds":15,"acquireTime":"2026-01-02T12:00:00Z","leaseTransitions":4}}
                """);
        JsonObject written = LeaseJson.replaced(stored, LeaseRecord.VACANT, null, LeaseLabels.NONE);

        assertThat(Json.object(written, "spec").size()).isZero();
        assertThat(Json.object(Json.object(written, "metadata"), "annotations").size())
                .isZero();
    }

    @Test
    void aSpecOrAnnotationsOfAnotherTypeAreReplaced() {
        KubernetesLease stored =
                lease("{\"metadata\":{\"uid\":\"u\",\"resourceVersion\":\"7\",\"annotations\":3},\"spec\":\"x\"}");
        JsonObject written =
                LeaseJson.replaced(stored, new LeaseRecord("a", 1, NOON, NOON, 0, "v1;"), null, LeaseLabels.NONE);

        assertThat(LeaseJson.record(written).holderIdentity()).isEqualTo("a");
        assertThat(LeaseJson.record(written).seal()).isEqualTo("v1;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"spec\":null}",
                "{\"spec\":{}}",
                "{\"spec\":{\"holderIdentity\":null,\"leaseTransitions\":0}}",
                "{\"metadata\":null,\"spec\":{\"leaseDurationSeconds\":15}}",
            })
    void aLeaseWithoutATraceWasNeverHeld(String json) {
        assertThat(record(json).wasNeverHeld()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\":7}",
                "{\"spec\":[]}",
                "{\"spec\":\"\"}",
                "{\"spec\":{\"holderIdentity\":5}}",
                "{\"spec\":{\"holderIdentity\":{\"a\":1}}}",
                "{\"spec\":{\"holderIdentity\":[]}}",
                "{\"spec\":{\"renewTime\":\"yesterday\"}}",
                "{\"spec\":{\"renewTime\":17}}",
                "{\"spec\":{\"acquireTime\":{}}}",
                "{\"spec\":{\"leaseTransitions\":\"many\"}}",
                "{\"spec\":{\"leaseTransitions\":\"NaN\"}}",
                "{\"spec\":{\"leaseTransitions\":-3}}",
                "{\"metadata\":{\"annotations\":{\"leader-election.io/seal\":[1]}}}",
            })
    void aDamagedLeaseIsNeverTakenForOneThatNobodyHeld(String json) {
        assertThat(record(json).wasNeverHeld()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "3000000000, 2147483647",
        "1e12, 2147483647",
        "-1e12, -2147483648",
        "1e999999999, 2147483647",
        "15.9, 15",
        "\"15\", 15",
    })
    void numbersAreClampedToWhatFits(String json, int expected) {
        assertThat(record("{\"spec\":{\"leaseDurationSeconds\":" + json + "}}").leaseDurationSeconds())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\":{\"uid\":\"u\"}}",
                "{\"metadata\":{\"resourceVersion\":\"7\"}}",
                "{\"metadata\":{\"uid\":\"\",\"resourceVersion\":\"7\"}}",
                "{\"metadata\":{\"uid\":\"u\",\"resourceVersion\":null}}",
                "{\"metadata\":\"x\"}",
            })
    void whatHasNoUidAndVersionIsNoLease(String json) {
        assertThat(KubernetesLease.of(Json.parse(json))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "<html>",
                "{\"a\":",
                "{\"a\":1}}",
                "\u0000",
                "{\"a\":\"\\u12\"}",
                "{:}"
            })
    void whatIsNoJsonObjectIsNothing(String text) {
        assertThat(Json.parse(text)).isNull();
    }

    @Test
    void jsonNestedTooDeeplyIsNothing() {
        assertThat(Json.parse("[".repeat(100_000))).isNull();
        assertThat(Json.parse("{\"a\":".repeat(100_000))).isNull();
    }

    @Test
    void aLeaseIsShownByItsVersionOnly() {
        KubernetesLease lease = lease(
                "{\"metadata\":{\"uid\":\"u\",\"resourceVersion\":\"7\"},\"spec\":{\"holderIdentity\":\"x\\n\"}}");

        assertThat(lease).hasToString("KubernetesLease[Version[uid=u, revision=7]]");
        assertThat(lease.version()).isEqualTo(new Version("u", "7"));
    }

    @Test
    void theSealIsFoundInItsAnnotation() {
        assertThat(record("{\"metadata\":{\"annotations\":{\"" + Seal.ANNOTATION + "\":\"v1;x=y\"}}}")
                        .seal())
                .isEqualTo("v1;x=y");
    }

    private static LeaseRecord record(String json) {
        return LeaseJson.record(Objects.requireNonNull(Json.parse(json)));
    }

    private static KubernetesLease lease(String json) {
        return Objects.requireNonNull(KubernetesLease.of(Json.parse(json)));
    }
}
