package io.leaderelection.spring.web;

import io.leaderelection.Leadership;
import io.leaderelection.spring.leaderonly.LeaderElectionResolver;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Resolves parameters of type {@link Leadership} of handlers of Spring MVC. */
public final class ServletLeadershipResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    private final LeaderElectionResolver elections;

    /**
     * @param elections finds the elections that handlers name
     */
    public ServletLeadershipResolver(LeaderElectionResolver elections) {
        this.elections = elections;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return LeadershipArgument.supports(parameter);
    }

    @Override
    public Leadership resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return LeadershipArgument.resolve(parameter, elections);
    }
}
