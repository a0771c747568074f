package io.leaderelection.spring.leaderonly;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/** The rest of an invocation, to be run again, later and on another thread, where aspects still find it. */
final class Replay implements MethodInvocation {

    private final MethodInvocation invocation;

    Replay(MethodInvocation invocation) {
        this.invocation = ((ProxyMethodInvocation) invocation).invocableClone();
    }

    @Override
    public @Nullable Object proceed() throws Throwable {
        return ExposeInvocationInterceptor.INSTANCE.invoke(invocation);
    }

    @Override
    public Method getMethod() {
        return invocation.getMethod();
    }

    @Override
    public @Nullable Object[] getArguments() {
        return invocation.getArguments();
    }

    @Override
    public @Nullable Object getThis() {
        return invocation.getThis();
    }

    @Override
    public AccessibleObject getStaticPart() {
        return invocation.getStaticPart();
    }
}
