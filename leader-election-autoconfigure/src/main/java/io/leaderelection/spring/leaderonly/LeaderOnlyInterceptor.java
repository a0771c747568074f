package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls through the gates of their methods. A gate is made at the first call of its method, by the method and class
 * that the pointcut has matched, whatever a foreign proxy has behind it.
 */
final class LeaderOnlyInterceptor implements MethodInterceptor {

    private final CallGateFactory gates;

    /** By the target's class, then by method: two look-ups, but no key to be made for each call. */
    private final Map<Class<?>, Map<Method, CallGate>> known = new ConcurrentHashMap<>();

    LeaderOnlyInterceptor(CallGateFactory gates) {
        this.gates = gates;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        Method method = invocation.getMethod();
        return gate(method, target == null ? method.getDeclaringClass() : target.getClass())
                .invoke(invocation);
    }

    private CallGate gate(Method method, Class<?> type) {
        Map<Method, CallGate> ofType = known.get(type);
        CallGate gate = ofType == null ? null : ofType.get(method);
        return gate == null ? make(method, type) : gate;
    }

    private CallGate make(Method method, Class<?> type) {
        CallGate gate = gates.of(method, type);
        known.computeIfAbsent(type, none -> new ConcurrentHashMap<>()).put(method, gate);
        return gate;
    }
}
