package io.leaderelection.elector.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A thread that is there before it is needed. */
class WaitingThreadTest {

    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private volatile boolean none;

    @Test
    void onceItIsPreparedATaskNeedsNoThread() throws Exception {
        WaitingThread waiting = waiting(false);
        waiting.prepare();
        none = true;

        assertThat(runs(waiting)).isSameAs(started.get(0));
        assertThat(runs(waiting)).isSameAs(started.get(0));
        waiting.close();
    }

    @Test
    void whatIsRefusedIsNotRunLaterAndHarmsNothing() throws Exception {
        WaitingThread waiting = waiting(false);
        List<String> ran = new CopyOnWriteArrayList<>();
        none = true;
        assertThatExceptionOfType(Error.class).isThrownBy(waiting::prepare);
        assertThatExceptionOfType(Error.class).isThrownBy(() -> waiting.execute(() -> ran.add("refused")));

        none = false;
        runs(waiting);
        assertThat(ran).isEmpty();
        waiting.close();
    }

    @Test
    void survivesWhateverATaskThrowsAndWhatItLeavesBehind() throws Exception {
        WaitingThread waiting = waiting(false);
        waiting.execute(() -> {
            Thread.currentThread().interrupt();
            throw new StackOverflowError("in a listener");
        });

        assertThat(runs(waiting)).isSameAs(started.get(0));
        waiting.close();
    }

    @Test
    void oneThatASignalHoldsUpIsReplacedAndTheOthersAreNot() throws Exception {
        WaitingThread signals = waiting(true);
        signals.prepare();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        signals.execute(() -> {
            held.countDown();
            awaitQuietly(blocked);
        });
        held.await();

        signals.prepare();
        assertThat(runs(signals)).isSameAs(started.get(1));
        blocked.countDown();
        started.get(0).join();
        signals.close();
    }

    @Test
    void isPreparedOnceHoweverOftenItIsAskedFor() {
        WaitingThread waiting = waiting(false);
        waiting.prepare();
        waiting.prepare();

        assertThat(started).hasSize(1);
        waiting.close();
    }

    @Test
    void endsAtItsCloseAfterWhatItHasTaken() throws Exception {
        WaitingThread waiting = waiting(false);
        List<String> ran = new CopyOnWriteArrayList<>();
        waiting.execute(() -> ran.add("taken"));
        waiting.close();
        waiting.execute(() -> ran.add("too late"));

        started.get(0).join();
        assertThat(ran).containsExactly("taken");
    }

    private WaitingThread waiting(boolean replaceable) {
        return new WaitingThread(
                task -> {
                    if (none) {
                        throw new Error("unable to create native thread");
                    }
                    Thread thread = new Thread(task, "waiting");
                    thread.setDaemon(true);
                    started.add(thread);
                    return thread;
                },
                replaceable,
                () -> {});
    }

    /** The thread that runs a task. */
    private static Thread runs(WaitingThread waiting) throws InterruptedException {
        List<Thread> by = new CopyOnWriteArrayList<>();
        CountDownLatch ran = new CountDownLatch(1);
        waiting.execute(() -> {
            by.add(Thread.currentThread());
            ran.countDown();
        });
        ran.await();
        return by.get(0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
