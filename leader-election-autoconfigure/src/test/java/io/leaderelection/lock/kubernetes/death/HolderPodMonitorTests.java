package io.leaderelection.lock.kubernetes.death;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which Pod is watched when, and what is told. */
class HolderPodMonitorTests implements HolderPodMonitor.Pods {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final ProcessLocation A = TestPod.HOLDER;
    private static final ProcessLocation B = new ProcessLocation("p-b", "uid-of-b", "billing-b", "app");
    private static final PodState DEAD = PodState.of(TestPod.ended("leader-election p-a"));

    private final List<String> history = new ArrayList<>();
    private final HolderPodMonitor vigil =
            new HolderPodMonitor(false, "p-me"::equals, this, process -> history.add("died " + process));

    @Override
    public void watch(ProcessLocation subject) {
        history.add("watch " + subject.pod());
    }

    @Override
    public void unwatch() {
        if (!history.isEmpty() && !history.get(history.size() - 1).equals("unwatch")) {
            history.add("unwatch");
        }
    }

    @Test
    void theHoldersPodIsWatchedOnceHoweverOftenItRenews() {
        isHeldBy(A, 1);
        isHeldBy(A, 2);
        isHeldBy(A, 3);

        assertThat(history).containsExactly("watch billing-a");
    }

    @Test
    void theNextHoldersPodIsWatchedInstead() {
        isHeldBy(A, 1);
        isHeldBy(B, 2);

        assertThat(history).containsExactly("watch billing-a", "unwatch", "watch billing-b");
    }

    @Test
    void thisProcessIsNotWatched() {
        isHeldBy(new ProcessLocation("p-me", "uid-of-me", "billing-me", "app"), 1);

        assertThat(history).isEmpty();
    }

    @Test
    void nobodyIsWatchedWhileNobodyHoldsTheLease() {
        isHeldBy(A, 1);
        vigil.leaseIs(LeaseRecord.VACANT, A);

        assertThat(history).containsExactly("watch billing-a", "unwatch");
    }

    @Test
    void aDeathIsToldOnceAndThePodWatchedNoMore() {
        isHeldBy(A, 1);
        vigil.podIs(PodState.of(TestPod.running()), A);
        vigil.podIs(DEAD, A);
        isHeldBy(A, 2);

        assertThat(history).containsExactly("watch billing-a", "unwatch", "died p-a");
    }

    @Test
    void newsOfAPodThatIsNotWatchedAnyMoreIsDropped() {
        isHeldBy(A, 1);
        isHeldBy(B, 2);
        history.clear();
        vigil.podIs(DEAD, A);
        vigil.podIsGone(A);

        assertThat(history).isEmpty();
    }

    @Test
    void aPodThatIsGoneTellsNothingMoreAndIsNotAskedForAgain() {
        isHeldBy(A, 1);
        vigil.podIsGone(A);
        isHeldBy(A, 2);

        assertThat(history).containsExactly("watch billing-a", "unwatch");
    }

    @Test
    void theEndEndsTheWatch() {
        isHeldBy(A, 1);
        vigil.end();
        vigil.podIs(DEAD, A);

        assertThat(history).containsExactly("watch billing-a", "unwatch");
    }

    private void isHeldBy(ProcessLocation holder, int renewal) {
        Instant renewed = NOON.plusSeconds(renewal);
        Seal seal = new Seal("i", renewal, holder.process(), 9, false, "x", renewed, null, null);
        vigil.leaseIs(new LeaseRecord("x", 15, NOON, renewed, 1, seal.toText()), holder);
    }
}
