package io.leaderelection.lock.kubernetes.death;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.RecordedNews.Died;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.kubernetes.KubernetesLeaseStore;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.lock.kubernetes.StubbedWatchTests;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.StubFault;
import io.leaderelection.lock.kubernetes.client.StubRequest;
import io.leaderelection.lock.kubernetes.client.TestAccount;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import io.leaderelection.lock.kubernetes.client.WatchTimings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A standby's two watches, over real HTTP: of the Lease, and of the Pod of its holder. */
@ExtendWith(OutputCaptureExtension.class)
class HolderPodWatchTests extends StubbedWatchTests {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final ProcessLocation OTHER = new ProcessLocation("p-b", "uid-of-b", "billing-b", "app");
    private static final String LOCATION = "leader-election.io/pod";
    private static final String PROOF = "leader-election p-a\n";

    @TempDir
    private Path nowhere;

    @Test
    void theEndOfTheHoldersContainerIsToldAsItsDeath() {
        pod(TestPod.running());
        isHeld(1);
        begin();
        stub.awaitOpenWatches(2);
        pod(TestPod.ended(PROOF));

        news.await(new Died("p-a")::equals, 0, PATIENCE);
        stub.awaitOpenWatches(1);
        assertThat(stub.requests("list pods"))
                .singleElement()
                .satisfies(list ->
                        assertThat(list.query()).hasSize(1).containsEntry("fieldSelector", "metadata.name=billing-a"));
        assertThat(stub.requests("watch pods")).hasSize(1);
    }

    @Test
    void aDeathBeforeTheWatchBeganIsToldToo() {
        pod(TestPod.startedAgain(PROOF));
        begin();
        isHeld(1);

        news.await(new Died("p-a")::equals, 0, PATIENCE);
        stub.awaitOpenWatches(1);
    }

    @Test
    void theLastStateThatADeletionTellsIsProofAndTheDeletionIsNot() {
        pod(TestPod.running());
        isHeld(1);
        begin();
        stub.awaitOpenWatches(2);
        stub.deletePod("shop", "billing-a");
        stub.awaitOpenWatches(1);

        isHeld(2);
        touch();
        assertThat(news.items()).noneMatch(Died.class::isInstance);
        assertThat(stub.requests("list pods")).as("asked for again").hasSize(1);
    }

    @Test
    void aDeletionWithTheProofInItIsProof() {
        pod(TestPod.running());
        isHeld(1);
        begin();
        stub.awaitOpenWatches(2);
        JsonObject last = TestPod.ended(PROOF);
        Json.object(last, "metadata").addProperty("resourceVersion", Long.toString(stub.revision() + 1));
        stub.tellWatches("{\"type\":\"DELETED\",\"object\":" + last + "}");

        news.await(new Died("p-a")::equals, 0, PATIENCE);
    }

    @Test
    void aPodThatIsNotThereIsNotWatched() {
        isHeld(1);
        begin();
        stub.awaitRequests("list pods", 1);
        touch();
        stub.awaitOpenWatches(1);

        assertThat(news.items()).noneMatch(Died.class::isInstance);
        assertThat(stub.requests("watch pods")).isEmpty();
    }

    @Test
    void aBrokenPodWatchBeginsAnew() {
        pod(TestPod.running());
        isHeld(1);
        begin();
        stub.awaitOpenWatches(2);
        stub.cutWatches();
        stub.forgetHistory();
        pod(TestPod.ended(PROOF));

        news.await(new Died("p-a")::equals, 0, PATIENCE);
    }

    @Test
    void withoutThePermissionOneLineIsLoggedAndNothingIsTold(CapturedOutput output) {
        stub.faults("list pods", StubFault.status(403, "Forbidden", "User \"sa\" cannot list resource \"pods\""));
        pod(TestPod.ended(PROOF));
        isHeld(1);
        begin();
        stub.awaitRequests("list pods", 3);

        assertThat(news.items()).noneMatch(Died.class::isInstance);
        assertThat(output.toString().lines().filter(line -> line.contains("No takeover on proof of death")))
                .singleElement()
                .asString()
                .contains("INFO", "list pods \"billing-a\" in namespace \"shop\": 403, \"sa\" must not list it")
                .contains("apiGroups [\"\"], resources [pods], verbs [get, list, watch]");
        stub.heal();
        news.await(new Died("p-a")::equals, 0, PATIENCE);
    }

    @Test
    void cancellingEndsBothWatches() {
        pod(TestPod.running());
        isHeld(1);
        begin();
        stub.awaitOpenWatches(2);
        watch.cancel();

        stub.awaitOpenWatches(0);
    }

    @Test
    void aReleaseEndsTheWatchOfThePod() {
        pod(TestPod.running());
        isHeld(1);
        begin();
        stub.awaitOpenWatches(2);
        stub.edit("shop", "billing", lease -> {
            lease.add("spec", new JsonObject());
            return lease;
        });

        stub.awaitOpenWatches(1);
    }

    /** Pauses of 2, 80, 160 and 200 ms: less than real ones by the fiftieth part. */
    @Test
    void holdersThatChangeAgainAndAgainAreWatchedAtThePaceOfOne() {
        use(new WatchTimings(
                PATIENCE, PATIENCE, PATIENCE, Duration.ofMillis(2), Duration.ofHours(1), Duration.ZERO, () -> 0.5));
        begin();
        long begin = System.nanoTime();
        for (int change = 1; change <= 5; change++) {
            isHeld(change, change % 2 == 0 ? TestPod.HOLDER : OTHER);
            stub.awaitRequests("list pods", change);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(442));
    }

    @Test
    void whereItIsOffNoPodIsAskedFor() {
        pod(TestPod.ended(PROOF));
        isHeld(1);
        watch = store(ProofOfDeath.NONE).watch(news);
        news.awaitLive(PATIENCE);
        touch();

        assertThat(stub.requests("list pods")).isEmpty();
        assertThat(news.items()).noneMatch(Died.class::isInstance);
    }

    @Test
    void anObserverAsksForNoPod() {
        isHeld(1);
        watch = store(proof(testament(), false)).watch(news);
        touch();

        assertThat(stub.requests("list pods")).isEmpty();
    }

    @Test
    void theHolderItselfSendsNoRequestMore() throws IOException {
        TerminationMessage own = TestPod.testament(nowhere);
        KubernetesLeaseStore store = store(proof(own, true));
        stub.edit("shop", "billing", lease -> lease);
        watch = store.watch(news);
        news.awaitLive(PATIENCE);
        Answer found = Reply.to(answer -> store.read(PATIENCE, answer)).await(PATIENCE);
        Reply.to(answer -> store.replace(((Answer.Found) found).lease(), held(1), PATIENCE, answer))
                .await(PATIENCE);
        touch();

        assertThat(nowhere.resolve("termination-log")).hasContent("leader-election p-a\n");
        assertThat(annotations(stub.lease("shop", "billing")).get(LOCATION).getAsString())
                .isEqualTo(TestPod.HOLDER.toText());
        assertThat(stub.requests())
                .extracting(StubRequest::verb)
                .containsExactlyInAnyOrder("list", "watch", "get", "put");
    }

    private void begin() {
        watch = store(proof(testament(), true)).watch(news);
        news.awaitLive(PATIENCE);
    }

    private KubernetesLeaseStore store(ProofOfDeath proof) {
        return new KubernetesLeaseStore(api, TestTimings.LEASE, LeaseLabels.NONE, proof, null);
    }

    private ProofOfDeath proof(TerminationMessage own, boolean campaigns) {
        return new PodDeathProof(api, TestTimings.LEASE, own, false, campaigns);
    }

    /** That of a process which is in no Pod. */
    private TerminationMessage testament() {
        return new TerminationMessage(TestAccount.in(nowhere), nowhere.resolve("mountinfo"));
    }

    private void pod(JsonObject state) {
        stub.editPod("shop", "billing-a", before -> before);
        stub.editPod("shop", "billing-a", before -> {
            JsonObject metadata = Json.object(before, "metadata");
            Json.object(state, "metadata").entrySet().forEach(field -> metadata.add(field.getKey(), field.getValue()));
            state.add("metadata", metadata);
            return state;
        });
    }

    private static LeaseRecord held(int renewal) {
        return held(renewal, TestPod.HOLDER);
    }

    private static LeaseRecord held(int renewal, ProcessLocation holder) {
        Instant renewed = NOON.plusSeconds(renewal);
        Seal seal = new Seal("i-a", renewal, holder.process(), 9, false, "a", renewed, null, null);
        return new LeaseRecord("a", 15, NOON, renewed, 1, seal.toText());
    }

    /** The holder in the Pod renews. */
    private void isHeld(int renewal) {
        isHeld(renewal, TestPod.HOLDER);
    }

    private void isHeld(int renewal, ProcessLocation holder) {
        LeaseRecord record = held(renewal, holder);
        stub.edit("shop", "billing", lease -> {
            JsonObject metadata = Json.made(lease, "metadata");
            if (!metadata.has("uid")) {
                metadata.addProperty("uid", "uid-of-lease");
                metadata.addProperty("resourceVersion", "1");
            }
            annotations(lease).addProperty(Seal.ANNOTATION, record.seal());
            annotations(lease).addProperty(LOCATION, holder.toText());
            lease.add("spec", Json.parse("""
                    {"holderIdentity": "%s", "leaseDurationSeconds": 15, "leaseTransitions": 1,
                     "acquireTime": "%s", "renewTime": "%s"}
                    """.formatted(
                            record.holderIdentity(), record.acquireTime(), record.renewTime())));
            return lease;
        });
    }

    private static JsonObject annotations(JsonObject lease) {
        return Json.made(Json.made(lease, "metadata"), "annotations");
    }

    /** Changes a label, and waits until that is heard of: then what came before has been heard of, too. */
    private void touch() {
        stub.edit("shop", "billing", lease -> {
            Json.made(Json.made(lease, "metadata"), "labels").addProperty("touched", "yes");
            return lease;
        });
        toldLast();
    }
}
