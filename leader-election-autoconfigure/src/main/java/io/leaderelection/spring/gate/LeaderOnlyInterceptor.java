package io.leaderelection.spring.gate;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/** Sends calls through the gates of their methods, which are made at the first call of each. */
final class LeaderOnlyInterceptor implements MethodInterceptor {

    private final CallGates gates;

    /** By the bean's class, then by method: two look-ups, but no key to be made for each call. */
    private final Map<Class<?>, Map<Method, CallGate>> known = new ConcurrentHashMap<>();

    LeaderOnlyInterceptor(CallGates gates) {
        this.gates = gates;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object bean = invocation.getThis();
        return bean == null
                ? invocation.proceed()
                : gate(invocation.getMethod(), bean).invoke(invocation);
    }

    private CallGate gate(Method method, Object bean) {
        Map<Method, CallGate> ofType = known.get(bean.getClass());
        CallGate gate = ofType == null ? null : ofType.get(method);
        return gate == null ? make(method, bean) : gate;
    }

    private CallGate make(Method method, Object bean) {
        CallGate gate = gates.of(method, AopUtils.getTargetClass(bean));
        known.computeIfAbsent(bean.getClass(), type -> new ConcurrentHashMap<>())
                .put(method, gate);
        return gate;
    }
}
