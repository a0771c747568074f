package io.leaderelection.lock.kubernetes.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.StubFault;
import io.leaderelection.lock.kubernetes.client.StubRequest;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaderMarksTests {

    private static final String ON = "{\"metadata\":{\"labels\":{\"leader-election.io/leader\":\"true\"}}}";
    private static final String OFF = "{\"metadata\":{\"labels\":{\"leader-election.io/leader\":null}}}";
    private static final String BOTH_ON =
            "{\"metadata\":{\"labels\":{\"leader-election.io/leader\":\"true\"},\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":\"2147483647\"}}}";
    private static final String BOTH_OFF =
            "{\"metadata\":{\"labels\":{\"leader-election.io/leader\":null},\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":null}}}";
    private static final StubFault BUSY = StubFault.status(503, "ServiceUnavailable", "not now");

    private final LeaseApiStub stub = new LeaseApiStub();
    private final LeaseApi api = TestTimings.api(stub.client(), Runnable::run);
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final LeaderMarks label = marks(new PodMarks(PodLabel.STANDARD, false));
    private final LeaderMarks both = marks(new PodMarks(PodLabel.STANDARD, true));

    private LeaderMarks marks(PodMarks marks) {
        return new LeaderMarks(api, Runnable::run, "shop", "billing-0", marks, (delay, task) -> {
            pauses.add(delay);
            later.add(task);
        });
    }

    @AfterEach
    void stop() {
        api.close();
        stub.close();
    }

    @Test
    void theLabelIsPutOnAndTakenOff() {
        label.put();
        CompletableFuture<Void> removed = label.remove();

        assertThat(removed).isCompleted();
        assertThat(patches()).containsExactly(ON, OFF);
        StubRequest request = stub.requests("patch pods").get(0);
        assertThat(request.namespace()).isEqualTo("shop");
        assertThat(request.name()).isEqualTo("billing-0");
        assertThat(request.headers()).containsEntry("content-type", "application/merge-patch+json");
    }

    @Test
    void whatIsSoAlreadyIsNotAskedForAgain() {
        label.put();
        label.put();

        assertThat(patches()).containsExactly(ON);
    }

    @Test
    void aFailureIsTriedAgainWithGrowingPausesUntilItIsDone() {
        stub.fault("patch pods", BUSY, BUSY);

        label.put();
        runLater();
        runLater();

        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(patches()).containsExactly(ON, ON, ON);
        assertThat(later).isEmpty();
    }

    @Test
    void anAttemptThatComesLateDoesWhatIsWantedThen() {
        stub.fault("patch pods", BUSY);
        label.put();

        label.remove();
        runLater();

        assertThat(patches()).containsExactly(ON, OFF);
    }

    @Test
    void aRemovalThatFailsHoldsNobodyUpAndIsTriedAgain() {
        stub.fault("patch pods", new StubFault.Cut(false));

        assertThat(label.remove()).isCompleted();
        runLater();

        assertThat(patches()).containsExactly(OFF, OFF);
    }

    @Test
    void aPodThatIsGoneNeedsNoLabel() {
        stub.fault("patch pods", StubFault.status(404, "NotFound", "pods \"billing-0\" not found"));

        label.remove();

        assertThat(later).isEmpty();
    }

    @Test
    void aDeletionCostGoesWithTheLabelInOnePatchAtEitherEndOfATerm() {
        both.remove();

        both.put();
        both.remove();

        assertThat(patches()).containsExactly(OFF, BOTH_ON, BOTH_OFF);
    }

    @Test
    void aDeletionCostThatACrashHasLeftIsTakenOff() {
        stub.fault("patch pods", podWithCost("2147483647"));

        both.remove();

        assertThat(patches()).containsExactly(OFF, BOTH_OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-3", "high", ""})
    void aDeletionCostOfSomebodyElseStays(String theirs) {
        stub.fault("patch pods", podWithCost(theirs));
        both.remove();

        both.put();
        both.remove();

        assertThat(patches()).containsExactly(OFF, ON, OFF);
    }

    @Test
    void whereNoAnswerHasToldWhatThePodHasTheDeletionCostFollowsTheLabel() {
        stub.fault("patch pods", BUSY);
        both.remove();

        both.put();

        assertThat(patches()).containsExactly(OFF, ON, BOTH_ON);
    }

    @Test
    void anAnswerThatTellsNoPodDecidesNothingAboutTheDeletionCost() {
        stub.fault("patch pods", new StubFault.Body("text/html", "<html>", true));
        both.remove();

        both.put();

        assertThat(patches()).containsExactly(OFF, ON, BOTH_ON);
    }

    @Test
    void aDeletionCostNeedsNoLabel() {
        LeaderMarks cost = marks(new PodMarks(null, true));
        cost.remove();

        cost.put();

        assertThat(patches())
                .containsExactly(
                        "{\"metadata\":{}}",
                        "{\"metadata\":{\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":\"2147483647\"}}}");
    }

    private static StubFault podWithCost(String cost) {
        return new StubFault.Body(
                "application/json",
                "{\"metadata\":{\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":\"%s\"}}}"
                        .formatted(cost),
                true);
    }

    @Test
    void aLabelOfOnesOwnIsKeyAndValue() {
        assertThat(PodLabel.parse("true")).isEqualTo(PodLabel.STANDARD);
        assertThat(PodLabel.parse("example.com/role=active")).isEqualTo(new PodLabel("example.com/role", "active"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "=x", "a b=c", "role=not ok", "role=\n"})
    void whatIsNoLabelIsRefused(String text) {
        assertThatThrownBy(() -> PodLabel.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kubernetes.pod-label")
                .hasMessageContaining("leader-election.io/leader=true");
    }

    private void runLater() {
        later.remove(0).run();
    }

    private List<String> patches() {
        return stub.requests("patch pods").stream().map(StubRequest::body).toList();
    }
}
