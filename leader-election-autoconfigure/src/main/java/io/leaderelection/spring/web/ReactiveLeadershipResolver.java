package io.leaderelection.spring.web;

import io.leaderelection.Leadership;
import io.leaderelection.spring.leaderonly.LeaderElectionResolver;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;

/** Resolves parameters of type {@link Leadership} of handlers of Spring WebFlux. */
public final class ReactiveLeadershipResolver implements SyncHandlerMethodArgumentResolver, WebFluxConfigurer {

    private final LeaderElectionResolver elections;

    /**
     * @param elections finds the elections that handlers name
     */
    public ReactiveLeadershipResolver(LeaderElectionResolver elections) {
        this.elections = elections;
    }

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return LeadershipArgument.supports(parameter);
    }

    @Override
    public Leadership resolveArgumentValue(
            MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
        return LeadershipArgument.resolve(parameter, elections);
    }
}
