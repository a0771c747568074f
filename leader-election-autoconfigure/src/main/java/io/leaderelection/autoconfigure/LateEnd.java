package io.leaderelection.autoconfigure;

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
 * The end of elections that outlasts their context: the leader's own work has closed it and has still to return, or Spring
 * has lost its patience with work that does not end. Their stores and threads are kept until they have ended, so that the
 * lease is given back then, and the process is kept meanwhile, for no longer than the drain timeouts and the releases take.
 */
final class LateEnd {

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
     * Returns at once; in the thread that closes the context.
     *
     * @param ends the ends of the elections
     * @param patience how long to wait for them at most
     * @param threads kept as long
     * @param afterwards run then
     */
    static void await(List<CompletableFuture<?>> ends, Duration patience, ElectorThreads threads, Runnable afterwards) {
        Runnable letGo = threads.keep();
        LateEnd late = new LateEnd(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)), patience);
        Thread hook = new Thread(late::exits, "leader-election-exit");
        boolean hooked = !late.calls.isEmpty() && add(hook);
        new Thread(
                        () -> {
                            try {
                                late.await();
                                afterwards.run();
                            } finally {
                                letGo.run();
                                if (hooked) {
                                    remove(hook);
                                }
                            }
                        },
                        "leader-election-end")
                .start();
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
