package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunGuardTests {

    private final RunGuard runs = new RunGuard();

    @Test
    void aBeanRunsOnceAtATime() {
        String bean = new String("bean");
        assertThat(runs.begin(bean)).isTrue();
        assertThat(runs.begin(bean)).isFalse();

        runs.end(bean);
        assertThat(runs.begin(bean)).isTrue();
    }

    @Test
    void beansRunBesideEachOther() {
        runs.begin(new String("bean"));
        assertThat(runs.begin(new String("bean"))).as("an equal bean").isTrue();
    }
}
