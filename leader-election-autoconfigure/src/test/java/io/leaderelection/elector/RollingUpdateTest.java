package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.elector.Stage.Player;
import io.leaderelection.lock.StandbyInstance;
import io.leaderelection.lock.Standbys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rolling updates, and other ends of a term, among whole elections of different revisions in virtual time. */
class RollingUpdateTest {

    private static final Duration GRACE = Duration.ofMillis(200);
    private static final Duration LEASE = Scene.TIMINGS.leaseDuration();

    private final Stage stage = new Stage();

    /** As a Deployment does it with maxSurge 1 and maxUnavailable 0, whichever old replica it ends first. */
    @ParameterizedTest
    @ValueSource(strings = {"a b c", "a c b", "b a c", "c a b", "b c a", "c b a"})
    void aRollingUpdateChangesTheLeaderOnce(String order) {
        assertThat(changesOfLeader(order, GRACE)).isEqualTo(1);
    }

    @Test
    void withoutGraceItMayChangeWithEveryReplica() {
        assertThat(changesOfLeader("a b c", Duration.ZERO)).isEqualTo(3);
    }

    private int changesOfLeader(String order, Duration grace) {
        List<Player> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            all.add(stage.enters(name, "old", grace));
        }
        assertThat(all.get(0).leads()).isTrue();
        for (String old : order.split(" ")) {
            all.add(stage.enters("next-of-" + old, "new", grace));
            all.stream().filter(player -> player.name.equals(old)).forEach(player -> player.election.stop());
            stage.settles();
            stage.passes(Duration.ofSeconds(1));
            assertThat(all.stream().filter(Player::leads)).hasSize(1);
        }
        assertThat(all.subList(3, 6)).anyMatch(Player::leads);
        return (int) stage.history.stream()
                        .filter(line -> line.contains("granted"))
                        .count()
                - 1;
    }

    @Test
    void anotherRevisionTakesAReleasedLeaseAtOnce() {
        Player old = stage.enters("old-1", "old", GRACE);
        stage.enters("old-2", "old", GRACE);
        Player next = stage.enters("new-1", "new", GRACE);
        old.election.stop();
        stage.settles();

        assertThat(next.leads()).isTrue();
    }

    @Test
    void theSameRevisionTakesItAfterTheGrace() {
        Player first = stage.enters("old-1", "old", GRACE);
        Player second = stage.enters("old-2", "old", GRACE);
        first.election.stop();
        stage.settles();

        stage.passes(GRACE.minusMillis(1));
        assertThat(second.leads()).isFalse();
        stage.passes(Duration.ofMillis(1));
        assertThat(second.leads()).isTrue();
    }

    @Test
    void whoKnowsNoRevisionWaitsForNobodyAndNobodyForIt() {
        Player first = stage.enters("a");
        Player second = stage.enters("b", "old", GRACE);
        first.election.stop();
        stage.settles();
        assertThat(second.leads()).isTrue();

        Player third = stage.enters("c");
        second.election.stop();
        stage.settles();
        assertThat(third.leads()).isTrue();
    }

    @Test
    void anExpiredLeaseIsTakenWithoutGrace() {
        Player first = stage.enters("old-1", "old", Duration.ofSeconds(10));
        Player second = stage.enters("old-2", "old", Duration.ofSeconds(10));
        first.losesContact();

        stage.passes(LEASE.minusMillis(1));
        assertThat(second.leads()).isFalse();
        stage.passes(Duration.ofMillis(1));
        assertThat(second.leads()).isTrue();
    }

    @Test
    void aDeadLeadersLeaseIsTakenWithoutGrace() {
        Scene scene = new Scene(settings("old", Duration.ofSeconds(10)));
        scene.lease.says(Records.sealed("other", 1));
        scene.starts().watchWorks().isAnswered().is(State.STANDBY);

        scene.hearsOfDeathOf("p-other").is(State.TAKING);
    }

    @Test
    void aLeaseForWhichNoOtherRevisionWaitsIsTakenAtOnce() {
        Standbys equals = Standbys.NONE
                .with(new StandbyInstance("me", "old"))
                .with(new StandbyInstance("c", "old"))
                .with(new StandbyInstance("d", null));

        assertThat(afterRelease(settings("old", GRACE), equals)).isEqualTo(State.TAKING);
        assertThat(afterRelease(settings("old", GRACE), Standbys.NONE)).isEqualTo(State.TAKING);
    }

    @Test
    void itIsLeftToAnotherRevisionThatWaits() {
        Standbys others = Standbys.NONE.with(new StandbyInstance("c", "new"));

        assertThat(afterRelease(settings("old", GRACE), others)).isEqualTo(State.STANDBY);
        assertThat(afterRelease(settings("new", GRACE), others)).isEqualTo(State.TAKING);
    }

    @Test
    void whoMayNotGoByWhatOthersTellWaitsAlways() {
        assertThat(afterRelease(settings("old", GRACE, true), Standbys.NONE)).isEqualTo(State.STANDBY);
        assertThat(afterRelease(settings("old", GRACE), null)).isEqualTo(State.STANDBY);
    }

    /** What a standby does in the moment in which it hears that one of the old revision has released the lease. */
    private static State afterRelease(ElectionSettings settings, @Nullable Standbys standbys) {
        Scene scene = new Scene(settings);
        scene.lease.says(Records.sealed("other", 1));
        scene.starts().watchWorks().isAnswered().is(State.STANDBY);
        scene.lease.tells(standbys);
        scene.lease.says(Records.releasedBy("other", "old"));
        scene.hears();
        return scene.elector.state();
    }

    private static ElectionSettings settings(String revision, Duration grace) {
        return settings(revision, grace, false);
    }

    private static ElectionSettings settings(String revision, Duration grace, boolean always) {
        return new ElectionSettings(
                "test",
                "me",
                null,
                Scene.TIMINGS,
                true,
                true,
                0,
                Duration.ZERO,
                ElectionSettings.DEFAULT_LONGEST_WAIT,
                new RevisionGrace(revision, grace, always));
    }
}
