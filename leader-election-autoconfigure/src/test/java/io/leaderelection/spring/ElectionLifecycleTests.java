package io.leaderelection.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElectionControl;
import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.gate.GatedElection;
import io.leaderelection.spi.CallAdmission;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

class ElectionLifecycleTests {

    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final List<String> told = new ArrayList<>();
    private final GenericApplicationContext context = new GenericApplicationContext();
    private final GenericApplicationContext child = new GenericApplicationContext(context);
    private final Map<GatedElection, StartTime> elections = new LinkedHashMap<>();
    private ElectionLifecycle lifecycle;

    @BeforeEach
    void elections() {
        for (StartTime time : StartTime.values()) {
            elections.put(Uncontested.named(time.name(), new Listener()), time);
        }
        lifecycle = new ElectionLifecycle(context, elections, PATIENCE);
    }

    @Test
    void eachElectionBeginsAtItsTime() {
        lifecycle.start();
        assertThat(told).isEmpty();

        lifecycle.refreshed(new ContextRefreshedEvent(context));
        assertThat(told).containsExactly("granted REFRESHED");

        lifecycle.ready(ready(context));
        assertThat(told).containsExactly("granted REFRESHED", "granted READY");
    }

    @Test
    void theTimesOfAChildContextAreNotOurs() {
        lifecycle.start();

        lifecycle.refreshed(new ContextRefreshedEvent(child));
        lifecycle.ready(ready(child));

        assertThat(told).isEmpty();
    }

    @Test
    void theEndOfAChildContextIsNotOurs() {
        started();

        lifecycle.closed(new ContextClosedEvent(child));

        assertThat(elections.keySet())
                .filteredOn(election -> !election.name().equals(StartTime.MANUAL.name()))
                .allMatch(GatedElection::isLeader);
    }

    @Test
    void allStepDownWhenTheContextBeginsToClose() {
        started();

        lifecycle.closed(new ContextClosedEvent(context));

        assertThat(elections.keySet()).noneMatch(GatedElection::isLeader);
        assertThat(told).endsWith("revoked READY", "revoked REFRESHED");
    }

    @Test
    void anElectionWhoseTimeComesAfterTheEndHasBegunDoesNotBegin() {
        lifecycle.start();
        lifecycle.closed(new ContextClosedEvent(context));

        lifecycle.refreshed(new ContextRefreshedEvent(context));
        lifecycle.ready(ready(context));

        assertThat(told).isEmpty();
    }

    @Test
    void aTimeThatComesWhileTheContextIsStoppedCountsAtItsNextStart() {
        lifecycle.refreshed(new ContextRefreshedEvent(context));
        assertThat(told).isEmpty();

        lifecycle.start();

        assertThat(told).containsExactly("granted REFRESHED");
    }

    @Test
    void aRestartNeedsNoRepeatedEvent() {
        started();
        stop();
        told.clear();

        lifecycle.start();

        assertThat(told).contains("granted READY", "granted REFRESHED");
        assertThat(lifecycle.isRunning()).isTrue();
    }

    @Test
    void anElectionThatWasStartedByHandTakesPartAgainAfterARestart() {
        started();
        elections
                .keySet()
                .forEach(election -> LeaderElectionControl.of(election).start());
        stop();
        told.clear();

        lifecycle.start();

        assertThat(told).contains("granted MANUAL");
    }

    @Test
    void anElectionThatWasStoppedByHandDoesNotReturnByItselfIfItWasToBeStartedByHand() {
        started();
        elections
                .keySet()
                .forEach(election -> LeaderElectionControl.of(election).stop());
        stop();
        told.clear();

        lifecycle.start();

        assertThat(told).isNotEmpty().doesNotContain("granted MANUAL");
    }

    @Test
    void theStopTellsWhenAllElectionsHaveEnded() {
        started();
        List<String> called = new ArrayList<>();

        lifecycle.stop(() -> called.add("stopped"));

        assertThat(called).containsExactly("stopped");
        assertThat(lifecycle.isRunning()).isFalse();
    }

    @Test
    void whoeverWaitsWithoutALimitOfItsOwnWaitsForSoLongAndNoLonger() {
        started();
        GatedCall stubborn =
                CallAdmission.of(elections.keySet().iterator().next()).enter("stubborn");

        lifecycle.stop();

        assertThat(lifecycle.isRunning()).isFalse();
        stubborn.close();
    }

    @Test
    void theEndOfTheBeansDoesNotWaitAgain() {
        lifecycle = new ElectionLifecycle(context, elections, Duration.ofDays(1));
        started();
        GatedCall stubborn =
                CallAdmission.of(elections.keySet().iterator().next()).enter("stubborn");
        lifecycle.stop(() -> {});

        lifecycle.destroy();

        stubborn.close();
    }

    @Test
    void itStopsAfterTheSchedulersAndWithinSpringsPatience() {
        assertThat(lifecycle.getPhase()).isLessThan(ExecutorConfigurationSupport.DEFAULT_PHASE);
        assertThat(Timings.DEFAULT_DRAIN_TIMEOUT).isLessThan(Duration.ofSeconds(30));
    }

    private void started() {
        lifecycle.start();
        lifecycle.refreshed(new ContextRefreshedEvent(context));
        lifecycle.ready(ready(context));
    }

    private void stop() {
        lifecycle.stop();
    }

    private static ApplicationReadyEvent ready(ConfigurableApplicationContext context) {
        return new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO);
    }

    private final class Listener implements LeadershipListener {

        @Override
        public void granted(Leadership leadership) {
            told.add("granted " + leadership.election());
        }

        @Override
        public void revoked(Leadership leadership, LossReason reason) {
            told.add("revoked " + leadership.election());
        }

        @Override
        public void leaderChanged(Leadership leadership) {
            // Nothing here depends on it.
        }
    }
}
