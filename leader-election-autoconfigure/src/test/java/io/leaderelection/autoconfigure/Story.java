package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What happened in a test, in one order, told by any threads. */
final class Story {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final List<String> lines = new ArrayList<>();

    synchronized void tell(String line) {
        lines.add(line);
        notifyAll();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until this has been told, as often as said. */
    void await(String line, int times) {
        await(line, lines -> lines.stream().filter(line::equals).count() >= times);
    }

    /** Waits until this has been told. */
    void await(String line) {
        await(line, 1);
    }

    /** Waits for a latch as patiently as for a line. */
    static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private synchronized void await(String what, Predicate<List<String>> condition) {
        long end = System.nanoTime() + PATIENCE;
        try {
            while (!condition.test(lines) && end > System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        assertThat(condition.test(lines)).as("'%s' in %s", what, lines).isTrue();
    }
}
