package io.leaderelection.spring.leaderonly;

import io.leaderelection.GatedCall;
import java.time.Duration;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.Ordered;

/**
 * Puts the gate of a proxy before the advisors that bean post-processors have put before it since, such as those of
 * {@code @Retryable} and {@code @ConcurrencyLimit}, which disregard its order. Asynchronous execution stays before the gate:
 * the thread that does the work has to be the one that is let in.
 */
final class GateOrder {

    private GateOrder() {}

    static void restore(Object bean) {
        if (!(bean instanceof Advised proxy) || proxy.isFrozen()) {
            return;
        }
        Advisor[] advisors = proxy.getAdvisors();
        int gate = indexOfGate(advisors);
        int front = front(advisors, gate);
        if (front < gate) {
            proxy.addAdvisor(front, advisors[gate]);
            proxy.removeAdvisor(gate + 1);
            proxy.addAdvisor(
                    gate + 1,
                    new DefaultPointcutAdvisor(((PointcutAdvisor) advisors[gate]).getPointcut(), new StillLeading()));
        }
    }

    /** Whether the advisor is the gate. */
    static boolean isGate(Advisor advisor) {
        return advisor.getAdvice() instanceof LeaderOnlyInterceptor;
    }

    private static int indexOfGate(Advisor[] advisors) {
        for (int index = 0; index < advisors.length; index++) {
            if (isGate(advisors[index])) {
                return index;
            }
        }
        return -1;
    }

    /** The place behind asynchronous execution, and behind advisors that asked for an order before the gate's. */
    private static int front(Advisor[] advisors, int gate) {
        int front = gate;
        for (int index = gate - 1;
                index >= 0 && !(advisors[index].getAdvice() instanceof AsyncExecutionInterceptor);
                index--) {
            if (order(advisors[index]) > LeaderOnlyAdvisor.ORDER) {
                front = index;
            }
        }
        return front;
    }

    private static int order(Advisor advisor) {
        return advisor instanceof Ordered ordered ? ordered.getOrder() : Ordered.LOWEST_PRECEDENCE;
    }

    /**
     * Takes the former place of the gate. A call that has been let in may be repeated, or wait for its turn, until its term
     * is over. Then nothing more is begun, and its caller gets an exception.
     */
    private static final class StillLeading implements MethodInterceptor {

        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            GatedCall.current().ifPresent(call -> call.ensureLeading(Duration.ZERO));
            return invocation.proceed();
        }
    }
}
