package io.leaderelection.spring;

import io.leaderelection.GatedCall;
import io.leaderelection.elector.system.ElectorThreads;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of elections that outlasts their context: the leader's own work has closed the context and has still to return,
 * or Spring's patience with the work is over. Stores and threads are kept until the elections have ended, so that the lease
 * is released then. The process is kept meanwhile, but for no longer than the drain timeouts and the releases take.
 */
public final class LateEnd {

    private static final Logger LOG = LoggerFactory.getLogger(LateEnd.class);

    private final CompletableFuture<Void> end;
    private final Duration patience;
    private final Thread closer = Thread.currentThread();
    private final List<GatedCall> calls = GatedCall.allCurrent();

    private LateEnd(CompletableFuture<Void> end, Duration patience) {
        this.end = end;
        this.patience = patience;
    }

    /**
     * Waits in a thread of its own, and returns at once. To be called in the thread that closes the context.
     *
     * @param ends the ends of the elections
     * @param patience limit on the wait
     * @param threads kept open until then
     * @param afterwards runs then
     */
    public static void await(
            List<CompletableFuture<?>> ends, Duration patience, ElectorThreads threads, Runnable afterwards) {
        Runnable letGo = threads.keep();
        LateEnd late = new LateEnd(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)), patience);
        Thread hook = new Thread(late::exits, "leader-election-exit");
        boolean hooked = !late.calls.isEmpty() && add(hook);
        Runnable end = () -> {
            try {
                late.await();
                afterwards.run();
            } finally {
                letGo.run();
                if (hooked) {
                    remove(hook);
                }
            }
        };
        new Thread(end, "leader-election-end").start();
    }

    private void await() {
        end.completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS).join();
    }

    /** A thread that is inside {@code System.exit} never comes back from there: its calls have ended. */
    private void exits() {
        boolean neverReturns = Arrays.stream(closer.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
        if (neverReturns) {
            LOG.info(
                    "The process exits from inside {}: they have ended",
                    calls.stream().map(GatedCall::name).toList());
            calls.forEach(GatedCall::close);
            await();
        }
    }

    private static boolean add(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException exitsAlready) {
            return false;
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exitsAlready) {
            LOG.trace("The process exits", exitsAlready);
        }
    }
}
