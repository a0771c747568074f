package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;

/**
 * Gates the methods marked as {@link io.leaderelection.LeaderOnly}, before any other advisor: nothing is begun, a
 * transaction least of all, for a call that is not let in, and a call has not ended before its transaction has. To be a
 * bean of the infrastructure: Spring's own proxy creator takes no other advisors, and without AspectJ there is no other.
 */
public final class LeaderOnlyAdvisor extends DefaultPointcutAdvisor {

    private static final long serialVersionUID = 1L;

    /** Before other advisors, leaving room for those that have to be earlier still. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

    /**
     * @param rules says what is gated
     * @param elections finds the election of a method, asked at its first call
     * @param runs runs that must not overlap others
     */
    public LeaderOnlyAdvisor(GateRules rules, ElectionLookup elections, RunsInProgress runs) {
        super(new MethodsWithRule(rules), new LeaderOnlyInterceptor(new CallGates(rules, elections, runs)));
        setOrder(ORDER);
    }

    /** The methods that have a rule. */
    private static final class MethodsWithRule extends StaticMethodMatcherPointcut {

        private final GateRules rules;

        MethodsWithRule(GateRules rules) {
            this.rules = rules;
            setClassFilter(rules::anyFor);
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return rules.find(method, targetClass).isPresent();
        }
    }
}
