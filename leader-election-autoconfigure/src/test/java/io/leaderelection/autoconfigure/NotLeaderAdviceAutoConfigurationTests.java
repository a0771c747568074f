package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.spring.web.NotLeaderAdvice;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.bind.annotation.ControllerAdvice;

class NotLeaderAdviceAutoConfigurationTests {

    private static final AutoConfigurations OURS = AutoConfigurations.of(LeaderElectionWebAutoConfiguration.class);

    private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(OURS);

    @Test
    void advisesServletApplications() {
        servlet.run(context -> assertThat(context).hasSingleBean(NotLeaderAdvice.class));
    }

    @Test
    void advisesReactiveApplications() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(OURS)
                .run(context -> assertThat(context).hasSingleBean(NotLeaderAdvice.class));
    }

    @Test
    void isSwitchedOffByItsKey() {
        servlet.withPropertyValues("leader.election.web.problem-details=false")
                .run(context -> assertThat(context).doesNotHaveBean(NotLeaderAdvice.class));
    }

    @Test
    void leavesOtherApplicationsAlone() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .run(context -> assertThat(context).doesNotHaveBean(NotLeaderAdvice.class));
    }

    @Test
    void needsNoWebLibrary() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withClassLoader(new FilteredClassLoader(ControllerAdvice.class.getPackageName()))
                .run(context -> assertThat(context).hasNotFailed());
    }
}
