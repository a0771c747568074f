package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.spring.leaderonly.RunsInProgress.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsInProgressTests {

    private final RunsInProgress runs = new RunsInProgress();
    private final Work work = workOf("one");
    private final Object bean = new Object();

    @Test
    void aBeanRunsAMethodOnceAtATime() {
        assertThat(runs.begin(work, bean)).isTrue();
        assertThat(runs.begin(work, bean)).isFalse();
        assertThat(runs.begin(workOf("other"), bean)).isTrue();

        runs.end(work, bean);
        assertThat(runs.begin(work, bean)).isTrue();
    }

    @Test
    void ofSeveralBeansAnIdleOneMayBeMeant() {
        Object other = new Object();
        List<Object> both = List.of(bean, other);
        assertThat(runs.isEachBusyWith(work, both)).isFalse();

        runs.begin(work, bean);
        assertThat(runs.isEachBusyWith(work, both)).isFalse();
        runs.begin(work, other);
        assertThat(runs.isEachBusyWith(work, both)).isTrue();
        assertThat(runs.isEachBusyWith(workOf("other"), both)).isFalse();
    }

    private static Work workOf(String method) {
        try {
            return Work.of(Methods.class.getDeclaredMethod(method), Methods.class);
        } catch (NoSuchMethodException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static class Methods {

        void one() {}

        void other() {}
    }
}
