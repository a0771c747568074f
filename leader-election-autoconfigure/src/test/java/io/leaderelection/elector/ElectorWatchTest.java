package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an elector makes of a watch that works, fails or is silent. */
final class ElectorWatchTest extends ElectorTest {

    @Test
    void pollsOnlyWhileTheWatchIsDown() {
        scene.lease.says(Records.sealed("b", 1));
        scene.starts().isAnswered().does("leader b", "NEXT in 2000 ms");
        scene.passes(2_000).does("read");
        scene.isAnswered().does("NEXT in 2000 ms");
        scene.watchWorks().does("SILENCE in 17000 ms");
        scene.passes(2_000).does("read");
        scene.isAnswered().does("SILENCE in 17000 ms", "NEXT in 11000 ms");
        scene.watchFails().does("no SILENCE", "NEXT in 2000 ms");

        everyStateButStandby(scene -> {
            State state = scene.elector.state();
            scene.watchFails().is(state);
            scene.watchWorks().is(state);
        });
    }

    @Test
    void aWatchThatFailsAgainAndAgainPostponesNoPoll() {
        scene.lease.says(Records.sealed("b", 1));
        scene.starts().isAnswered().does("leader b", "NEXT in 2000 ms");
        for (int i = 0; i < 3; i++) {
            scene.passes(500);
            scene.watchFails().doesNothing();
        }
        scene.passes(500).does("read");
    }

    @Test
    void aWatchThatFailsWhenTheWaitIsOverFindsTheLeaseFree() {
        scene.follows("b");
        scene.clock.passes(LEASE);

        scene.watchFails().is(State.TAKING);
    }

    @Test
    void reopensASilentWatch() {
        scene.follows("b");
        renews("b", 2, 1_000);
        renews("b", 3, 3_000);
        // The holder renews each 3 s: twice that and a polling period is too long a silence.
        assertThat(scene.untilRings(TimerKind.SILENCE)).isEqualTo(Duration.ofSeconds(8));
        scene.passes(8_000).does("watch", "SILENCE in 8000 ms");

        everyStateButStandby(scene -> {
            State state = scene.elector.state();
            scene.rings(TimerKind.SILENCE).is(state);
        });
    }

    @Test
    void suspectsNoWatchOfSilenceForHavingLookedShortlyBeforeARenewal() {
        scene.follows("b");
        renews("b", 2, 200);

        // Time enough for the next renewal: the holder makes one each 3 s.
        assertThat(scene.untilRings(TimerKind.SILENCE)).isEqualTo(Duration.ofSeconds(17));
        renews("b", 3, 3_000);
        assertThat(scene.untilRings(TimerKind.SILENCE)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void learnsFromAHandOverThatItHeardHowOftenTheNextHolderRenews() {
        scene.follows("b");
        renews("c", 1, 200);
        renews("c", 2, 3_000);

        assertThat(scene.untilRings(TimerKind.SILENCE)).isEqualTo(Duration.ofSeconds(8));
    }

    private void everyStateButStandby(Consumer<Scene> story) {
        setUp();
        story.accept(scene.follows("b").hearsOfDeathOf("p-b").is(State.TAKING));
        setUp();
        story.accept(scene.leads());
        story.accept(scene.resigns(NO_PAUSE).is(State.DRAINING));
        story.accept(scene.workEnds().is(State.RELEASING));
        setUp();
        story.accept(scene.leads().loses());
    }
}
