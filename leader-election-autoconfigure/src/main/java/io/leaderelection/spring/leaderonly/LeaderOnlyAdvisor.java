package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;

/**
 * Gates the methods marked as {@link io.leaderelection.LeaderOnly}. It comes before other advisors: no transaction is begun
 * for a call that is not let in, and a call ends after its transaction. Its bean has to be one of the infrastructure, since
 * Spring's own proxy creator takes no other advisors.
 */
public final class LeaderOnlyAdvisor extends DefaultPointcutAdvisor {

    private static final long serialVersionUID = 1L;

    /** Before other advisors, leaving room for those that have to be earlier still. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

    /**
     * @param attributes says what is gated
     * @param elections finds the election of a method, asked at its first call
     */
    public LeaderOnlyAdvisor(LeaderOnlyAttributeSource attributes, LeaderElectionResolver elections) {
        super(new GatedMethods(attributes), new LeaderOnlyInterceptor(new CallGateFactory(attributes, elections)));
        setOrder(ORDER);
    }

    /** The methods that have an attribute. */
    private static final class GatedMethods extends StaticMethodMatcherPointcut {

        private final LeaderOnlyAttributeSource attributes;

        GatedMethods(LeaderOnlyAttributeSource attributes) {
            this.attributes = attributes;
            setClassFilter(attributes::isGated);
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return attributes.find(method, targetClass).isPresent();
        }
    }
}
