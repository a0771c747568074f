package io.leaderelection.lock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SidelineTests {

    private final Queue<Runnable> thread = new ArrayDeque<>();
    private final List<Integer> done = new ArrayList<>();
    private final Sideline sideline = new Sideline(thread::add);

    @Test
    void requestsAreRunInOrderOneAfterTheOther() {
        for (int i = 1; i <= 3; i++) {
            int number = i;
            assertThat(sideline.offer(() -> done.add(number))).isTrue();
        }

        assertThat(thread).as("only one thread is taken").hasSize(1);
        thread.remove().run();
        assertThat(done).containsExactly(1);
        assertThat(thread).as("and given back in between").hasSize(1);
        runAll();
        assertThat(done).containsExactly(1, 2, 3);
    }

    @Test
    void moreThanAFewAreDropped() {
        for (int i = 0; i < Sideline.MOST_WAITING; i++) {
            assertThat(sideline.offer(() -> done.add(0))).isTrue();
        }

        assertThat(sideline.offer(() -> done.add(1))).isFalse();

        runAll();
        assertThat(done).hasSize(Sideline.MOST_WAITING).doesNotContain(1);
        assertThat(sideline.offer(() -> done.add(2))).isTrue();
    }

    @Test
    void aRequestThatFailsStopsNoOther() {
        sideline.offer(() -> {
            throw new IllegalStateException("a request's trouble");
        });
        sideline.offer(() -> done.add(1));

        try {
            thread.remove().run();
        } catch (IllegalStateException expected) {
            // the pool's thread dies, and the pool has others
        }
        runAll();

        assertThat(done).containsExactly(1);
    }

    @Test
    void theEndOfTheThreadsIsNoFailure() {
        Sideline closed = new Sideline(task -> {
            throw new RejectedExecutionException();
        });

        assertThat(closed.offer(() -> done.add(1))).isFalse();
        closed.awaitIdle(Duration.ofHours(1));
        assertThat(done).isEmpty();
    }

    @Test
    void nobodyWaitsForNothing() {
        sideline.awaitIdle(Duration.ofHours(1));
        sideline.offer(() -> done.add(1));
        sideline.awaitIdle(Duration.ofMillis(1));
        assertThat(done).as("nor for longer than it said").isEmpty();
    }

    private void runAll() {
        while (!thread.isEmpty()) {
            thread.remove().run();
        }
    }
}
