package io.leaderelection.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches where groups of shards are configured. */
final class OnGroups extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("groups of shards");
        return context.getEnvironment() instanceof ConfigurableEnvironment environment
                        && !ConfiguredKeys.in(environment).groups().isEmpty()
                ? ConditionOutcome.match(message.found("key").items("leader.election.groups"))
                : ConditionOutcome.noMatch(message.didNotFind("key").items("leader.election.groups"));
    }
}
