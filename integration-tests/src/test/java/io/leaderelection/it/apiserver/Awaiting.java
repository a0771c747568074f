package io.leaderelection.it.apiserver;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/** Bounded waiting for something that another process brings about. */
public final class Awaiting {

    private Awaiting() {}

    /** Waits until the condition holds, looking each 20 ms. */
    public static void until(String what, Duration atMost, Callable<Boolean> condition) {
        await(what)
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    /** Lets this time pass, in which other processes do what is measured. */
    public static void pass(Duration time) {
        long begin = System.nanoTime();
        until("end of " + time, time.multipliedBy(2), () -> System.nanoTime() - begin >= time.toNanos());
    }

    /**
     * As {@link #until(String, Duration, Callable)}, with a picture for the message of a failed test.
     *
     * @param picture what is shown if the time is over, for example the logs of those who were waited for
     */
    public static void until(String what, Duration atMost, Callable<Boolean> condition, Supplier<?> picture) {
        try {
            until(what, atMost, condition);
        } catch (ConditionTimeoutException timeout) {
            throw new AssertionError("No " + what + "\n" + picture.get(), timeout);
        }
    }
}
