package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Times of a shutdown that do not fit into one another are told at start-up, in one line that names all three. */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTimesTests {

    private static final String MISFIT = "The times of a shutdown do not fit into one another";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LeaderElectionAutoConfiguration.class))
            .withPropertyValues("spring.application.name=shop", "leader.election.backend=memory");

    @Test
    void theDefaultsFit(CapturedOutput output) {
        runner.run(context -> assertThat(output).doesNotContain(MISFIT));
    }

    @Test
    void timesThatFitAreNotSpokenOf(CapturedOutput output) {
        runner.withPropertyValues(
                        "leader.election.drain-timeout=40s",
                        "spring.lifecycle.timeout-per-shutdown-phase=50s",
                        "leader.election.kubernetes.termination-grace-period=60s")
                .run(context -> assertThat(output).doesNotContain(MISFIT));
    }

    @Test
    void workThatMayOutliveAPhaseIsToldWithoutAGracePeriodToo(CapturedOutput output) {
        runner.withPropertyValues("leader.election.drain-timeout=30s")
                .run(context -> assertThat(output)
                        .contains(
                                "WARN",
                                "leader.election.drain-timeout is 30s, spring.lifecycle.timeout-per-shutdown-phase is 30s,"
                                        + " and the pod's termination grace period, as"
                                        + " leader.election.kubernetes.termination-grace-period tells, is not known.",
                                "the lease is left to expire")
                        .doesNotContain("half-way"));
    }

    @Test
    void aPodThatIsKilledInTheMiddleOfAPhaseIsTold(CapturedOutput output) {
        runner.withPropertyValues("leader.election.kubernetes.termination-grace-period=30s")
                .run(context -> assertThat(output)
                        .contains(
                                "leader.election.drain-timeout is 20s, spring.lifecycle.timeout-per-shutdown-phase is 30s,",
                                "tells, is 30s. Kubernetes may kill the process half-way")
                        .doesNotContain("destroy the beans"));
    }

    @Test
    void theLongestDrainOfAllElectionsCounts(CapturedOutput output) {
        runner.withPropertyValues(
                        "leader.election.elections.reports.drain-timeout=1m",
                        "leader.election.elections.mails.drain-timeout=45s")
                .run(context -> assertThat(output)
                        .containsOnlyOnce(MISFIT)
                        .contains("leader.election.elections.reports.drain-timeout is 60s"));
    }
}
