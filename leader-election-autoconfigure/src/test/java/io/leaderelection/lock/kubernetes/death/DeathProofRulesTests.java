package io.leaderelection.lock.kubernetes.death;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.kubernetes.client.Json;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What proves a death, and what does not. */
class DeathProofRulesTests {

    private static final ProcessLocation HOLDER = TestPod.HOLDER;
    private static final Instant RENEWED = Instant.parse("2026-01-02T12:00:03.250Z");

    // --- proof

    @ParameterizedTest
    @ValueSource(strings = {"leader-election p-a", "leader-election p-a\n", "out of memory\nleader-election p-a\nbye"})
    void itsLineInItsEndedContainerProvesItsDeath(String message) {
        assertThat(proves(TestPod.ended(message))).isTrue();
        assertThat(proves(TestPod.startedAgain(message))).isTrue();
    }

    @Test
    void aContainerThatIsASidecarByInitContainerCountsToo() {
        JsonObject pod = TestPod.running();
        JsonObject proxy = Json.array(Json.object(pod, "status"), "initContainerStatuses")
                .get(0)
                .getAsJsonObject();
        proxy.add("lastState", Json.parse("{\"terminated\":{\"message\":\"leader-election p-a\"}}"));

        assertThat(proves(pod)).isFalse();
        assertThat(DeathProofRules.proves(
                        PodState.of(pod), new ProcessLocation("p-a", "uid-of-a", "billing-a", "proxy"), false))
                .isTrue();
    }

    // --- no proof

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "leader-election p-b",
                "leader-election p-a2",
                "leader-election p-a ",
                " leader-election p-a",
                "leader-election  p-a",
                "leader-election p-a\r\n",
                "leader-electionp-a",
                "LEADER-ELECTION p-a",
                "p-a",
                "the lease says: leader-election p-a",
                "leader-election p-"
            })
    void anythingButItsWholeLineProvesNothing(String message) {
        assertThat(proves(TestPod.ended(message))).isFalse();
        assertThat(proves(TestPod.startedAgain(message))).isFalse();
    }

    @Test
    void aRunningContainerProvesNothingHoweverOftenItWasStartedAgain() {
        assertThat(proves(TestPod.running())).isFalse();
    }

    @Test
    void anotherPodOfTheSameNameProvesNothing() {
        JsonObject other = TestPod.ended("leader-election p-a");
        Json.object(other, "metadata").addProperty("uid", "uid-of-b");

        assertThat(proves(other)).isFalse();
    }

    @Test
    void anotherContainerProvesNothing() {
        PodState pod = PodState.of(TestPod.ended("leader-election p-a"));

        assertThat(DeathProofRules.proves(pod, new ProcessLocation("p-a", "uid-of-a", "billing-a", "sidecar"), false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Succeeded", "Unknown"})
    void aPhaseProvesNothing(String phase) {
        JsonObject pod = TestPod.running();
        Json.object(pod, "status").addProperty("phase", phase);

        assertThat(proves(pod)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shareProcessNamespace", "hostPID"})
    void aContainerWithoutAProcessNamespaceOfItsOwnProvesNothing(String field) {
        String line = "leader-election p-a";

        assertThat(proves(TestPod.ended(line, "{\"" + field + "\":true}", "{}")))
                .isFalse();
        assertThat(proves(TestPod.ended(line, "{\"" + field + "\":\"yes\"}", "{}")))
                .as("what cannot be understood")
                .isFalse();
        assertThat(proves(TestPod.ended(line, "{\"" + field + "\":false}", "{}")))
                .isTrue();
        assertThat(proves(TestPod.ended(line, "{\"" + field + "\":null}", "{}")))
                .isTrue();
    }

    @Test
    void theEndOfALogIsTrustedOnlyIfThatIsWanted() {
        JsonObject pod =
                TestPod.ended("leader-election p-a", "{}", "{\"terminationMessagePolicy\":\"FallbackToLogsOnError\"}");

        assertThat(proves(pod)).isFalse();
        assertThat(DeathProofRules.proves(PodState.of(pod), HOLDER, true)).isTrue();
        assertThat(proves(TestPod.ended("leader-election p-a", "{}", "{\"terminationMessagePolicy\":\"File\"}")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\":[],\"spec\":7,\"status\":null}",
                "{\"metadata\":{\"uid\":\"uid-of-a\"},\"status\":{\"containerStatuses\":[{\"name\":\"app\",\"state\":{\"terminated\":{\"message\":\"leader-election p-a\"}}}]}}",
                "{\"metadata\":{\"uid\":\"uid-of-a\"},\"spec\":{\"containers\":[null,7,{}]},\"status\":{\"containerStatuses\":[null,7,{},{\"name\":7,\"state\":[]}]}}"
            })
    void aPodThatMakesNoSenseProvesNothing(String json) {
        assertThat(proves(Objects.requireNonNull(Json.parse(json)))).isFalse();
    }

    private boolean proves(JsonObject pod) {
        return DeathProofRules.proves(PodState.of(pod), HOLDER, false);
    }

    // --- whose death

    @Test
    void itIsAboutTheProcessThatTheSealNames() {
        assertThat(DeathProofRules.subject(held("a", "a", "p-a"), HOLDER)).contains(HOLDER);
    }

    @Test
    void itIsAboutNobodyWhereNothingWasTold() {
        assertThat(DeathProofRules.subject(held("a", "a", "p-a"), null)).isEmpty();
    }

    @Test
    void itIsAboutNobodyWhereAnEarlierHolderHasToldIt() {
        assertThat(DeathProofRules.subject(held("b", "b", "p-b"), HOLDER)).isEmpty();
    }

    @Test
    void itIsAboutNobodyWhereAnotherElectorTookOverAndLeftOurAnnotations() {
        assertThat(DeathProofRules.subject(held("stranger", "a", "p-a"), HOLDER))
                .isEmpty();
    }

    @Test
    void itIsAboutNobodyWhereNobodyHoldsTheLease() {
        LeaseRecord held = held("a", "a", "p-a");
        LeaseRecord blanked = new LeaseRecord("", 15, RENEWED, RENEWED, 3, held.seal());

        assertThat(DeathProofRules.subject(blanked, HOLDER)).isEmpty();
        assertThat(DeathProofRules.subject(LeaseRecord.VACANT, HOLDER)).isEmpty();
    }

    private static LeaseRecord held(String holder, String sealed, String process) {
        Seal seal = new Seal("i-1", 7, process, 4711, false, sealed, RENEWED, null, null);
        return new LeaseRecord(holder, 15, RENEWED, RENEWED, 3, seal.toText());
    }
}
