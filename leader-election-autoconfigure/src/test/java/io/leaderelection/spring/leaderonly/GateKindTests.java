package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;

class GateKindTests {

    @Test
    void whatCanBeStartedAndStoppedIsALifecycle() {
        assertThat(GateKind.of(Smart.class)).isEqualTo(GateKind.LIFECYCLE);
        assertThat(GateKind.of(Plain.class)).isEqualTo(GateKind.LIFECYCLE);
    }

    @Test
    void whatOthersCanCallIsGatedMethodByMethod() {
        assertThat(GateKind.of(Callable.class)).isEqualTo(GateKind.METHODS);
        assertThat(GateKind.of(Heir.class)).isEqualTo(GateKind.METHODS);
    }

    @Test
    void whatNobodyCanCallIsNeither() {
        assertThat(GateKind.of(Closed.class)).isEqualTo(GateKind.NONE);
    }

    private static class Plain implements Lifecycle {

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }

    private static final class Smart extends Plain implements SmartLifecycle {}

    static class Callable {

        void work() {}
    }

    static class Heir extends Callable {}

    static class Closed {

        static void make() {}

        private void hide() {}

        @Override
        public String toString() {
            return "closed";
        }
    }
}
