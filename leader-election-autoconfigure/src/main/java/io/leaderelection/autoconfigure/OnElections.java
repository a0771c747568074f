package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where there are {@link LeaderElections}, in this context or in a parent. Those that the product makes are found
 * by their name: {@code @ConditionalOnBean} would look at the types of all beans each time it is asked.
 */
final class OnElections extends SpringBootCondition implements ConfigurationCondition {

    /** Name of the bean that the product makes. */
    static final String OWN = "leaderElections";

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        ConditionMessage.Builder message = ConditionMessage.forCondition("leader elections");
        if (beans == null || !exist(beans)) {
            return ConditionOutcome.noMatch(message.didNotFind("bean").items(LeaderElections.class));
        }
        return ConditionOutcome.match(message.found("bean").items(LeaderElections.class));
    }

    private static boolean exist(ConfigurableListableBeanFactory beans) {
        return (beans.containsBean(OWN) && beans.isTypeMatch(OWN, LeaderElections.class))
                || BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, LeaderElections.class, true, false).length
                        > 0;
    }
}
