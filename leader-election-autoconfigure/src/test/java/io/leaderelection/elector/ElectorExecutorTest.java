package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What is given to the elector's thread keeps its order, though the thread refuses some of it. */
class ElectorExecutorTest {

    private final Queue<Runnable> thread = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private boolean refuses;
    private final ElectorScheduler scheduler = new ElectorScheduler() {
        @Override
        public void execute(Runnable task) {
            if (refuses) {
                throw new InternalError("unable to create native thread");
            }
            thread.add(task);
        }

        @Override
        public Cancellation schedule(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public Reminder reminder(Runnable task) {
            return () -> {};
        }
    };
    private final ElectorExecutor executor = new ElectorExecutor(scheduler, new Recovery(scheduler));

    @Test
    void whatWasRefusedIsNotOvertakenByWhatCameLater() {
        gives("news");
        refuses = true;
        gives("news of a holder");
        refuses = false;
        gives("deletion");

        executor.catchUp();
        assertThat(done).as("before the thread has come to what it took").isEmpty();
        threadRuns();
        assertThat(done).containsExactly("news", "news of a holder", "deletion");
    }

    @Test
    void whatWasRefusedByAnIdleThreadIsMadeGoodLater() {
        refuses = true;
        gives("news of a holder");
        refuses = false;
        gives("deletion");
        threadRuns();
        assertThat(done).isEmpty();

        executor.catchUp();
        assertThat(done).containsExactly("news of a holder", "deletion");
    }

    private void gives(String news) {
        executor.execute(() -> done.add(news));
    }

    private void threadRuns() {
        for (Runnable task = thread.poll(); task != null; task = thread.poll()) {
            task.run();
        }
    }
}
