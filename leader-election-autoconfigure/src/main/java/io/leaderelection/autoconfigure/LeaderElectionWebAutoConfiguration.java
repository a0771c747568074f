package io.leaderelection.autoconfigure;

import io.leaderelection.spring.leaderonly.LeaderElectionResolver;
import io.leaderelection.spring.web.NotLeaderAdvice;
import io.leaderelection.spring.web.ReactiveLeadershipResolver;
import io.leaderelection.spring.web.ServletLeadershipResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Auto-configuration for leadership in Spring MVC and WebFlux. */
@AutoConfiguration(after = LeaderGateAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnClass(ControllerAdvice.class)
public final class LeaderElectionWebAutoConfiguration {

    @Bean
    @ConditionalOnBooleanProperty(name = "leader.election.web.problem-details", matchIfMissing = true)
    @ConditionalOnMissingBean
    NotLeaderAdvice leaderElectionNotLeaderAdvice() {
        return new NotLeaderAdvice();
    }

    /** Parameters of type {@link io.leaderelection.Leadership} with Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebMvcConfigurer.class)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    @ConditionalOnBean(LeaderElectionResolver.class)
    static class Servlet {

        @Bean
        ServletLeadershipResolver leaderElectionServletResolver(LeaderElectionResolver elections) {
            return new ServletLeadershipResolver(elections);
        }
    }

    /** Parameters of type {@link io.leaderelection.Leadership} with Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebFluxConfigurer.class)
    @ConditionalOnWebApplication(type = Type.REACTIVE)
    @ConditionalOnBean(LeaderElectionResolver.class)
    static class Reactive {

        @Bean
        ReactiveLeadershipResolver leaderElectionReactiveResolver(LeaderElectionResolver elections) {
            return new ReactiveLeadershipResolver(elections);
        }
    }
}
