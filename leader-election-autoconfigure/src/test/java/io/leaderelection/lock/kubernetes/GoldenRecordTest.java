package io.leaderelection.lock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The record as {@code docs/record.md} promises it: what these files say is what every version of this library reads and
 * writes. They are never changed; a new format is a new file.
 */
class GoldenRecordTest {

    private static final String INCARNATION = "1s2v8wq0x5n7k3f9z";
    private static final String PROCESS = "1c0m4t9h2y6r8p2xq";
    private static final Instant ACQUIRED = Instant.parse("2026-01-02T11:58:00Z");
    private static final Instant RENEWED = Instant.parse("2026-01-02T12:00:03.250Z");
    private static final Instant RELEASED = Instant.parse("2026-01-02T12:00:05.100Z");

    private static final Seal HELD_SEAL =
            new Seal(INCARNATION, 7, PROCESS, 4710, false, "billing-0", RENEWED, "http://10.0.0.7:8080", null);
    private static final Seal RELEASED_SEAL = new Seal(INCARNATION, 8, PROCESS, 4710, true, null, RELEASED, null, null);

    private static final Seal REVISED_SEAL =
            new Seal(INCARNATION, 7, PROCESS, 4710, false, "billing-0", RENEWED, "http://10.0.0.7:8080", "7d9c5b8f4d");
    private static final Seal RELEASED_REVISED_SEAL =
            new Seal(INCARNATION, 8, PROCESS, 4710, true, null, RELEASED, null, "7d9c5b8f4d");

    private static final String ELSEWHERE = "v1;process=other;uid=u;name=other-0;container=app";

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("vacant", LeaseRecord.VACANT),
                Arguments.of("held", new LeaseRecord("billing-0", 15, ACQUIRED, RENEWED, 3, HELD_SEAL.toText())),
                Arguments.of("held-in-pod", new LeaseRecord("billing-0", 15, ACQUIRED, RENEWED, 3, HELD_SEAL.toText())),
                Arguments.of(
                        "held-by-revision",
                        new LeaseRecord("billing-0", 15, ACQUIRED, RENEWED, 3, REVISED_SEAL.toText())),
                Arguments.of(
                        "released-by-revision",
                        new LeaseRecord(null, 1, ACQUIRED, RELEASED, 3, RELEASED_REVISED_SEAL.toText())),
                Arguments.of("released", new LeaseRecord(null, 1, ACQUIRED, RELEASED, 3, RELEASED_SEAL.toText())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void goldenLeasesAreReadAndWrittenTheSame(String name, LeaseRecord record) throws IOException {
        JsonObject golden = lease(name);
        assertThat(LeaseJson.record(golden)).isEqualTo(record);

        // The same Lease with somebody else's record in it, replaced by ours.
        KubernetesLease stored = Objects.requireNonNull(KubernetesLease.of(golden));
        LeaseRecord other = new LeaseRecord("other", 99, RENEWED, ACQUIRED, 0, "x");
        KubernetesLease before = Objects.requireNonNull(
                KubernetesLease.of(LeaseJson.replaced(stored, other, ELSEWHERE, LeaseLabels.NONE)));
        JsonObject written = LeaseJson.replaced(before, record, stored.location(), LeaseLabels.NONE);
        assertThat(LeaseJson.record(written)).isEqualTo(record);
        assertThat(written.get("spec")).isEqualTo(golden.get("spec"));
        assertThat(Json.object(Json.object(written, "metadata"), "annotations"))
                .isEqualTo(Json.object(Json.object(golden, "metadata"), "annotations"));
    }

    @Test
    void theSealsHoldForTheirRecords() throws IOException {
        LeaseRecord held = LeaseJson.record(lease("held"));
        LeaseRecord released = LeaseJson.record(lease("released"));

        assertThat(Seal.parse(held.seal())).contains(HELD_SEAL);
        assertThat(HELD_SEAL.holdsFor(held)).isTrue();
        assertThat(Seal.parse(released.seal())).contains(RELEASED_SEAL);
        assertThat(RELEASED_SEAL.holdsFor(released)).isTrue();
        assertThat(HELD_SEAL.holdsFor(released)).isFalse();
    }

    @Test
    void theHolderTellsWhereItIs() throws IOException {
        KubernetesLease held = Objects.requireNonNull(KubernetesLease.of(lease("held-in-pod")));

        assertThat(held.location())
                .isEqualTo("v1;process=%s;uid=0b1e5c77-6a55-4c0e-9d3b-5f6f2a1d8c42;name=billing-0;container=app"
                        .formatted(HELD_SEAL.process()));
        assertThat(KubernetesLease.of(lease("held")).location()).isNull();
        assertThat(KubernetesLease.of(lease("released")).location()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vacant", "held", "held-in-pod", "held-by-revision", "released", "released-by-revision"})
    void theDocumentShowsThem(String name) throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "record.md"))).contains("```json\n" + text(name) + "```");
    }

    @Test
    void cr9LabelsArePutOnALeaseWithoutLabels() throws IOException {
        KubernetesLease stored = Objects.requireNonNull(KubernetesLease.of(lease("held")));
        JsonObject written = LeaseJson.replaced(stored, stored.record(), null, new LeaseLabels(Map.of("team", "ours")));

        assertThat(Json.text(Json.object(Json.object(written, "metadata"), "labels"), "team"))
                .isEqualTo("ours");
    }

    @Test
    void cr10WithoutLabelsOfOursTheLeaseKeepsItsOwn() throws IOException {
        JsonObject labelled = lease("held");
        Json.made(Json.object(labelled, "metadata"), "labels").addProperty("team", "theirs");
        KubernetesLease stored = Objects.requireNonNull(KubernetesLease.of(labelled));

        assertThat(LeaseJson.replaced(stored, stored.record(), null, LeaseLabels.NONE))
                .isEqualTo(labelled);
    }

    private static JsonObject lease(String name) throws IOException {
        return Objects.requireNonNull(Json.parse(text(name))).getAsJsonObject();
    }

    private static String text(String name) throws IOException {
        try (InputStream file = GoldenRecordTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
