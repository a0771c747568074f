package io.leaderelection.autoconfigure;

import io.leaderelection.spring.leaderonly.LeaderElectionResolver;
import io.leaderelection.spring.web.ReactiveLeadershipResolver;
import io.leaderelection.spring.web.ServletLeadershipResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Auto-configuration for parameters of type {@link io.leaderelection.Leadership} of web handlers. */
@AutoConfiguration(after = LeaderGateAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnBean(LeaderElectionResolver.class)
public final class LeadershipArgumentAutoConfiguration {

    /** For Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebMvcConfigurer.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Servlet {

        @Bean
        ServletLeadershipResolver leaderElectionServletResolver(LeaderElectionResolver elections) {
            return new ServletLeadershipResolver(elections);
        }
    }

    /** For Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebFluxConfigurer.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class Reactive {

        @Bean
        ReactiveLeadershipResolver leaderElectionReactiveResolver(LeaderElectionResolver elections) {
            return new ReactiveLeadershipResolver(elections);
        }
    }
}
