package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void theCandidateTakesAPaperLeaseLetsACallInAndGivesItBack() {
        assertThat(Rehearsal.play(Scene.SETTINGS)).isTrue();
    }

    @Test
    void anObserverHasNothingToRehearse() {
        ElectionSettings settings = Scene.SETTINGS;
        ElectionSettings observer = new ElectionSettings(
                settings.name(),
                settings.identity(),
                null,
                settings.timings(),
                false,
                true,
                0,
                settings.proofOfDeathDelay(),
                settings.longestWait(),
                settings.revisionGrace());

        assertThat(Rehearsal.play(observer)).isFalse();
    }
}
