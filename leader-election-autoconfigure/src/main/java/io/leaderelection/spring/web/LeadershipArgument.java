package io.leaderelection.spring.web;

import io.leaderelection.Leadership;
import io.leaderelection.spring.leaderonly.LeaderElectionResolver;
import java.lang.reflect.Method;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;

/**
 * A parameter of type {@link Leadership}: of the election that its {@code @Qualifier} names, or that gates its method, or
 * else of the default election. The gate of a method then replaces it by that of the term that lets the call in.
 */
final class LeadershipArgument {

    private LeadershipArgument() {}

    static boolean supports(MethodParameter parameter) {
        return parameter.getParameterType() == Leadership.class;
    }

    static Leadership resolve(MethodParameter parameter, LeaderElectionResolver elections) {
        Qualifier qualifier = parameter.getParameterAnnotation(Qualifier.class);
        if (qualifier != null) {
            return elections.named(qualifier.value()).leadership();
        }
        Method method = Objects.requireNonNull(parameter.getMethod(), "handlers are methods");
        return elections.of(method, parameter.getContainingClass()).leadership();
    }
}
