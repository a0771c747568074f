package io.leaderelection.elector;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The rows of {@link ElectionTable}, each as a short story: one class for each state in which stories begin, one for the
 * watch and one for rehearsals. {@code docs/election.md} names the methods.
 */
abstract sealed class ElectorTest
        permits StoppedTest,
                StandbyTest,
                TakingTest,
                LeadingTest,
                DrainingTest,
                ReleasingTest,
                LostTest,
                ElectorWatchTest,
                TakeoverRehearsalTest {

    static final Duration RENEWAL = Duration.ofSeconds(3);
    static final Duration ATTEMPT = Duration.ofMillis(2250);
    static final Duration DEADLINE = Duration.ofSeconds(9);
    static final Duration LEASE = Duration.ofSeconds(15);
    static final Duration DRAIN = Duration.ofSeconds(20);
    static final Duration RETRY = Duration.ofSeconds(2);
    static final Duration NO_PAUSE = Duration.ZERO;

    @RegisterExtension
    static final PlayedRows PLAYED = new PlayedRows();

    Scene scene;

    @BeforeEach
    void setUp() {
        scene = new Scene(Scene.SETTINGS, PLAYED::add);
    }

    Scene sceneOf(ElectionSettings settings) {
        scene = new Scene(settings, PLAYED::add);
        return scene;
    }

    /** The watch tells, after so long, that this holder has written. */
    void renews(String holder, int renewal, long millis) {
        scene.passes(millis);
        scene.lease.says(Records.sealed(holder, renewal));
        scene.hears();
    }

    static ElectionSettings observing() {
        return settings(false, true, Duration.ZERO);
    }

    static ElectionSettings withoutRelease() {
        return settings(true, false, Duration.ZERO);
    }

    static ElectionSettings withProofOfDeathDelay(Duration delay) {
        return settings(true, true, delay);
    }

    static ElectionSettings settings(boolean campaign, boolean releaseOnStop, Duration proofOfDeathDelay) {
        return new ElectionSettings(
                "test",
                "me",
                null,
                Scene.TIMINGS.withDrainTimeout(DRAIN),
                campaign,
                releaseOnStop,
                0,
                proofOfDeathDelay,
                ElectionSettings.DEFAULT_LONGEST_WAIT,
                RevisionGrace.NONE);
    }
}
