package io.leaderelection.autoconfigure;

import io.leaderelection.spring.web.NotLeaderAdvice;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.ControllerAdvice;

/** Auto-configuration for the answer to requests that only the leader may serve, with Spring MVC or WebFlux. */
@AutoConfiguration
@ConditionalOnClass(ControllerAdvice.class)
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty(name = "leader.election.web.problem-details", matchIfMissing = true)
public final class NotLeaderAdviceAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    NotLeaderAdvice leaderElectionNotLeaderAdvice() {
        return new NotLeaderAdvice();
    }
}
