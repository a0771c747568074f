package io.leaderelection.test.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.Leadership.Role;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.test.LeadershipSwitch;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RunnerTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(LeadershipSwitch.startingAs(Role.FOLLOWER))
            .withConfiguration(AutoConfigurations.of(LeaderElectionAutoConfiguration.class));

    @Test
    void leadsWhenGranted() {
        runner.run(context -> {
            LeadershipSwitch leadership = context.getBean(LeadershipSwitch.class);
            leadership.grant();
            assertThat(leadership).isLeader();
        });
    }
}
