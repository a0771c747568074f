package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.leaderelection.GatedCallListener;
import io.leaderelection.GatedCallListener.Outcome;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.status.ElectionMonitor;
import io.leaderelection.status.Measurement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is injected as an election, and what an election lets be injected into its observers. */
class ElectionBeansTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues(
                    "spring.application.name=shop",
                    "leader.election.backend=memory",
                    "leader.election.elections.daily-reports.campaign=false")
            .withConfiguration(AutoConfigurations.of(
                    LeaderElectionAutoConfiguration.class, LeaderElectionBeansAutoConfiguration.class));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDefaultElectionIsInjectedAndOthersByTheirNames(boolean enabled) {
        runner.withPropertyValues("leader.election.enabled=" + enabled)
                .withBean(Services.class)
                .run(context -> {
                    LeaderElections elections = context.getBean(LeaderElections.class);
                    Services services = context.getBean(Services.class);
                    assertThat(services.any).isSameAs(elections.get());
                    assertThat(services.shop).isSameAs(elections.get());
                    assertThat(services.reports).isSameAs(elections.get("daily-reports"));
                    assertThat(services.all).containsExactlyElementsOf(elections.all());
                });
    }

    @Test
    void theApplicationsOwnElectionsAreInjectedToo() {
        LeaderElection own = mock(LeaderElection.class);
        LeaderElections elections = mock(LeaderElections.class);
        when(elections.get()).thenReturn(own);
        runner.withBean(LeaderElections.class, () -> elections)
                .run(context ->
                        assertThat(context.getBean(LeaderElection.class)).isSameAs(own));
    }

    @Test
    void anElectionThatIsABeanAlreadyStaysTheOnlyOne() {
        LeaderElection own = mock(LeaderElection.class);
        runner.withBean("own", LeaderElection.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(LeaderElection.class).isSameAs(own));
    }

    @Test
    void aBeanOfTheApplicationKeepsItsName() {
        runner.withBean("leaderElection", String.class, () -> "the user's")
                .run(context -> assertThat(context).getBean("leaderElection").isEqualTo("the user's"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aListenerOfCallsMayNeedTheElections(boolean enabled) {
        runner.withPropertyValues("leader.election.enabled=" + enabled)
                .withBean(Calls.class)
                .run(context -> {
                    LeaderElection election = context.getBean(LeaderElection.class);
                    election.callIfLeader(call -> "");
                    assertThat(context.getBean(Calls.class).told).hasSize(1);
                });
    }

    @Test
    void aMonitorMayNeedTheElections() {
        runner.withBean(Monitor.class).run(context -> assertThat(context).hasSingleBean(Monitor.class));
    }

    static class Services {

        final LeaderElection any;
        final LeaderElection shop;
        final LeaderElection reports;
        final List<LeaderElection> all;

        Services(
                LeaderElection any,
                @Qualifier("shop") LeaderElection shop,
                @Qualifier("daily-reports") LeaderElection reports,
                ObjectProvider<LeaderElection> all) {
            this.any = any;
            this.shop = shop;
            this.reports = reports;
            this.all = all.stream().toList();
        }
    }

    static class Calls implements GatedCallListener {

        final List<Outcome> told = new ArrayList<>();

        Calls(LeaderElections elections) {
            assertThat(elections.all()).isNotEmpty();
        }

        @Override
        public void call(String election, String call, Outcome outcome) {
            told.add(outcome);
        }
    }

    static class Monitor implements ElectionMonitor {

        Monitor(LeaderElections elections) {
            assertThat(elections.all()).isNotEmpty();
        }

        @Override
        public void measured(String election, Measurement measurement) {
            // It is enough to be there.
        }
    }
}
