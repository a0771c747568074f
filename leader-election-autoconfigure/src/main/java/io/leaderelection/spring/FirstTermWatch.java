package io.leaderelection.spring;

import io.leaderelection.elector.ElectorScheduler;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Logs once why an instance never leads though nothing has failed: a runner keeps the application from being ready, or
 * nothing keeps the process alive. The process is not kept alive: a job that has done its work is right to end.
 */
public final class FirstTermWatch {

    /** How long runners may take without a warning. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(FirstTermWatch.class);

    private final ApplicationContext context;
    private final Collection<String> waiting;
    private final ElectorScheduler scheduler;
    private final BooleanSupplier endsByItself;

    private volatile ElectorScheduler.@Nullable Cancellation question;

    /**
     * @param context the context that the elections belong to
     * @param waiting names of the elections that begin when the application is ready
     * @param scheduler for the question after a while
     */
    public FirstTermWatch(ApplicationContext context, Collection<String> waiting, ElectorScheduler scheduler) {
        this(context, waiting, scheduler, FirstTermWatch::endsByItself);
    }

    FirstTermWatch(
            ApplicationContext context,
            Collection<String> waiting,
            ElectorScheduler scheduler,
            BooleanSupplier endsByItself) {
        this.context = context;
        this.waiting = waiting;
        this.scheduler = scheduler;
        this.endsByItself = endsByItself;
    }

    /** The runners are next. */
    @EventListener
    void started(ApplicationStartedEvent event) {
        if (event.getApplicationContext() == context && !waiting.isEmpty()) {
            question = scheduler.schedule(
                    PATIENCE,
                    () -> LOG.warn(
                            "The application has started {} s ago and is not ready yet, so this instance takes no part in"
                                    + " {}: does a CommandLineRunner or ApplicationRunner go on? Move its loop to"
                                    + " LeaderElection.whileLeading, or set leader.election.start: refreshed",
                            PATIENCE.toSeconds(),
                            waiting));
        }
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (event.getApplicationContext() == context) {
            forget();
        }
    }

    @EventListener
    void closed(ContextClosedEvent event) {
        if (event.getApplicationContext() != context) {
            return;
        }
        forget();
        if (!waiting.isEmpty() && endsByItself.getAsBoolean()) {
            LOG.warn(
                    "This process ends since nothing keeps it alive, and takes part in {} no longer: there is no web server,"
                            + " and all threads are daemons, as those of whileLeading and virtual ones are. To keep it"
                            + " alive, set spring.main.keep-alive: true. If it is meant to end, set"
                            + " leader.election.enabled: false",
                    waiting);
        }
    }

    private void forget() {
        ElectorScheduler.Cancellation asked = question;
        if (asked != null) {
            asked.cancel();
        }
    }

    /**
     * Whether the JVM ends because only daemon threads are left. The thread DestroyJavaVM waits for that, and has
     * stopped waiting. Other threads cannot tell: shutdown hooks that run then are alive, too.
     */
    private static boolean endsByItself() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("DestroyJavaVM"))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }
}
