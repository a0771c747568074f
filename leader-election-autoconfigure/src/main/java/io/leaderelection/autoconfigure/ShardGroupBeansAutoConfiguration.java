package io.leaderelection.autoconfigure;

import io.leaderelection.Seat;
import io.leaderelection.ShardGroup;
import io.leaderelection.ShardGroups;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Auto-configuration that makes each group of shards a bean, qualified by its name, if the application has no
 * {@code ShardGroup} of its own. The seat in the only group is a bean, too.
 */
@AutoConfiguration(after = LeaderElectionAutoConfiguration.class)
@Conditional(OnElections.class)
@ConditionalOnMissingBean(ShardGroup.class)
@Import(ShardGroupBeansAutoConfiguration.Registrar.class)
public final class ShardGroupBeansAutoConfiguration {

    /** Registers the beans. A group is looked up when its bean is injected. */
    static final class Registrar implements ImportBeanDefinitionRegistrar {

        private static final String GROUP = "leaderElectionShardGroup.";
        private static final String SEAT = "leaderElectionSeat";

        private final ConfigurableEnvironment environment;

        Registrar(Environment environment) {
            this.environment = (ConfigurableEnvironment) environment;
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            Set<String> groups = ConfiguredKeys.in(environment).groups();
            for (String name : groups) {
                RootBeanDefinition group = definition(ShardGroup.class, "group", name);
                group.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
                register(registry, GROUP + name, group);
                if (groups.size() == 1) {
                    register(registry, SEAT, definition(Seat.class, "seat", name));
                }
            }
        }

        private static RootBeanDefinition definition(Class<?> type, String factoryMethod, String group) {
            RootBeanDefinition definition = new RootBeanDefinition(Registrar.class);
            definition.setTargetType(type);
            definition.setFactoryMethodName(factoryMethod);
            definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
            definition.setLazyInit(true);
            definition.getConstructorArgumentValues().addIndexedArgumentValue(1, group);
            return definition;
        }

        private static void register(BeanDefinitionRegistry registry, String bean, RootBeanDefinition definition) {
            if (!registry.containsBeanDefinition(bean)) {
                registry.registerBeanDefinition(bean, definition);
            }
        }

        static ShardGroup group(ShardGroups groups, String name) {
            return groups.get(name);
        }

        static Seat seat(ShardGroups groups, String name) {
            return groups.get(name).seat();
        }
    }
}
