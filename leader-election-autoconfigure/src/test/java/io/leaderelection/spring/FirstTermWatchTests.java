package io.leaderelection.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.elector.ElectorScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** Nobody leads, and nothing has failed: what is told. */
@ExtendWith(OutputCaptureExtension.class)
class FirstTermWatchTests {

    private final GenericApplicationContext context = new GenericApplicationContext();
    private final Asked scheduler = new Asked();
    private boolean endsByItself = true;
    private final FirstTermWatch watch = new FirstTermWatch(context, List.of("shop"), scheduler, () -> endsByItself);

    @Test
    void aRunnerThatGoesOnIsAskedAboutOnce(CapturedOutput output) {
        watch.started(started());
        assertThat(scheduler.delays).containsExactly(FirstTermWatch.PATIENCE);

        scheduler.fire();

        assertThat(output).contains("not ready yet", "[shop]", "leader.election.start: refreshed", "whileLeading");
    }

    @Test
    void runnersThatEndAreNotAskedAbout() {
        watch.started(started());
        watch.ready(new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));

        assertThat(scheduler.cancelled).isTrue();
    }

    @Test
    void whereNoElectionWaitsForReadinessNobodyAsks() {
        new FirstTermWatch(context, List.of(), scheduler, () -> endsByItself).started(started());

        assertThat(scheduler.delays).isEmpty();
    }

    @Test
    void aProcessThatNothingKeepsAliveIsToldHowToStay(CapturedOutput output) {
        watch.closed(new ContextClosedEvent(context));

        assertThat(output).contains("ends since nothing keeps it alive", "[shop]", "spring.main.keep-alive: true");
    }

    @Test
    void aProcessThatIsStoppedIsToldNothing(CapturedOutput output) {
        endsByItself = false;
        watch.closed(new ContextClosedEvent(context));

        assertThat(output).doesNotContain("keeps it alive");
    }

    @Test
    void aChildContextIsNotTheApplication(CapturedOutput output) {
        watch.closed(new ContextClosedEvent(new GenericApplicationContext()));

        assertThat(output).doesNotContain("keeps it alive");
    }

    private ApplicationStartedEvent started() {
        return new ApplicationStartedEvent(new SpringApplication(), new String[0], context, Duration.ZERO);
    }

    /** Keeps what it is to run later. */
    private static final class Asked implements ElectorScheduler {
        @Override
        public Reminder reminder(Runnable task) {
            return () -> {};
        }

        private final List<Duration> delays = new ArrayList<>();
        private Runnable task = () -> {};
        private boolean cancelled;

        @Override
        public void execute(Runnable now) {
            now.run();
        }

        @Override
        public Cancellation schedule(Duration delay, Runnable later) {
            delays.add(delay);
            task = later;
            return () -> cancelled = true;
        }

        void fire() {
            task.run();
        }
    }
}
