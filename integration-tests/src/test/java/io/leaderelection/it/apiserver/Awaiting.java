package io.leaderelection.it.apiserver;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

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
}
