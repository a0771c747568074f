package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever is answered, an elector asks at most five things within a retry period, and goes on asking. */
class RequestRateLimiterTest {

    private static final Duration RETRY = Scene.TIMINGS.retryPeriod();

    private final Scene scene = new Scene();

    /** Requests during some time, each answered at once. */
    private List<Long> requests(Duration time, Supplier<Answer> server) {
        List<Long> sent = new ArrayList<>();
        scene.passesStepwise(time, () -> {
            sent.add(scene.clock.nanoTime());
            assertThat(sent).as("requests").hasSizeLessThan(100);
            scene.isAnswered(server.get());
        });
        return sent;
    }

    private static void isPaced(List<Long> sent) {
        assertThat(sent).hasSizeGreaterThan(3);
        for (int i = 5; i < sent.size(); i++) {
            assertThat(sent.get(i) - sent.get(i - 5)).isGreaterThanOrEqualTo(RETRY.toNanos());
        }
    }

    private boolean reads() {
        return scene.asked() instanceof ElectorCommand.Read;
    }

    /** Shows the lease as it is, and refuses every write as a lost race. */
    private Answer contradiction() {
        return reads() ? scene.lease.read() : new Answer.Conflict();
    }

    @Test
    void aLeaderWhoseWritesAllLoseARaceThatNobodyRan() {
        scene.leads();

        isPaced(requests(Duration.ofMillis(8_900), this::contradiction));
        scene.is(State.LEADING);
    }

    @Test
    void aDrainingLeaderWhoseWritesAllLoseARaceThatNobodyRan() {
        scene.leads().resigns(Duration.ZERO);

        isPaced(requests(Duration.ofMillis(8_900), this::contradiction));
        scene.is(State.DRAINING);
    }

    @Test
    void aReleaseThatLosesARaceThatNobodyRan() {
        scene.leads().resigns(Duration.ZERO).workEnds();

        isPaced(requests(Duration.ofMillis(8_900), this::contradiction));
        scene.is(State.RELEASING);
    }

    @Test
    void creationsOfALeaseThatStaysMissing() {
        scene.starts().watchWorks();

        isPaced(requests(Duration.ofSeconds(10), this::contradiction));
    }

    @Test
    void takeoversOfAVacantLeaseThatAreAllForbidden() {
        scene.lease.says(LeaseRecord.VACANT);
        scene.starts().watchWorks();

        isPaced(requests(
                Duration.ofSeconds(10),
                () -> reads() ? scene.lease.read() : new StoreFailure(StoreFailure.Kind.FORBIDDEN, "no")));
    }

    @Test
    void aLeaderWhoseWritesAreForbiddenBetweenGoodReads() {
        scene.leads();

        isPaced(requests(
                Duration.ofMillis(8_900),
                () -> reads() ? scene.lease.read() : new StoreFailure(StoreFailure.Kind.FORBIDDEN, "no")));
    }

    @Test
    void aServerThatKnowsTheLeaseEverySecondTime() {
        scene.lease.says(Records.releasedBy("b"));
        scene.starts();
        int[] asked = new int[1];

        isPaced(requests(
                Duration.ofSeconds(10), () -> reads() && asked[0]++ % 2 == 0 ? new Answer.Missing() : contradiction()));
    }

    @Test
    void aLeaderThatHearsOfAnotherObjectAllTheTimeStillRenews() {
        scene.leads().passes(RETRY);
        StoredLease mine = scene.lease.now();
        PaperLease another = new PaperLease();
        another.says(LeaseRecord.VACANT);
        another.isDeleted();

        for (int i = 0; i < 1_000; i++) {
            scene.hears(another.says(LeaseRecord.VACANT));
            if (scene.asked() != null) {
                scene.isAnswered();
            }
            scene.passes(20);
        }
        scene.is(State.LEADING);
        assertThat(scene.lease.now().version().isNewerThan(mine.version())).isTrue();
    }

    @Test
    void aReadThatFailsMakesNoRefusedWriteForgotten() {
        scene.lease.says(LeaseRecord.VACANT);
        scene.starts()
                .watchWorks()
                .isAnswered()
                .isRefused()
                .does("NEXT in 75 ms")
                .passes(75);
        scene.isRefused().does("NEXT in 150 ms").passes(RETRY).does("NEXT in 1775 ms", "read");

        scene.isAnswered().isRefused().does("NEXT in 300 ms");
    }

    @Test
    void aStopAndAStartBeginNoNewCount() {
        scene.leads().stops().workEnds().isAnswered().is(State.STOPPED);

        scene.starts().does("SILENCE in 2000 ms", "NEXT in 2000 ms");
        scene.passes(RETRY).does("read", "watch");
    }

    @Test
    void aResignationBeginsNoNewCount() {
        scene.leads().resigns(Duration.ZERO).workEnds();

        scene.isAnswered().is(State.STANDBY).asksNothing();
        scene.passes(RETRY).does("read");
    }

    @Test
    void aReleaseForWhichThereIsNoRoomIsSentWithinARetryPeriod() {
        scene.leads().passes(RETRY);
        requests(Duration.ofMillis(1_500), this::contradiction);

        scene.resigns(Duration.ZERO).workEnds().is(State.RELEASING).asksNothing();
        scene.passes(RETRY).isAnswered().does("release #5 token 2 over v2");
    }

    @Test
    void aServerThatWantsToBeLeftAloneForEverIsAskedWhileThereIsTime() {
        scene.leads().passes(Duration.ofSeconds(3));
        StoreFailure forEver = new StoreFailure(StoreFailure.Kind.THROTTLED, "no", Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(forEver.retryAfter()).isEqualTo(StoreFailure.LONGEST_RETRY_AFTER);

        scene.isAnswered(forEver).does("NEXT in 3750 ms");
        scene.passes(3_750)
                .does("read")
                .isAnswered(new StoreFailure(StoreFailure.Kind.THROTTLED, "no", Duration.ofSeconds(-1)));
        assertThat(scene.untilRings(TimerKind.NEXT)).isPositive();
    }
}
