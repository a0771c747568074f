package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import org.jspecify.annotations.Nullable;
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
 * Auto-configuration that makes each election a bean, if the application has no {@code LeaderElection} of its own. The
 * default election is the primary one; further ones are qualified by their names.
 */
@AutoConfiguration(after = LeaderElectionAutoConfiguration.class)
@Conditional(OnElections.class)
@ConditionalOnMissingBean(LeaderElection.class)
@Import(LeaderElectionBeansAutoConfiguration.Registrar.class)
public final class LeaderElectionBeansAutoConfiguration {

    /** Registers the beans. An election is looked up when its bean is injected. */
    static final class Registrar implements ImportBeanDefinitionRegistrar {

        private static final String DEFAULT = "leaderElection";

        private final ConfigurableEnvironment environment;

        Registrar(Environment environment) {
            this.environment = (ConfigurableEnvironment) environment;
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            RootBeanDefinition first =
                    definition("defaultElection", environment.getProperty("spring.application.name"));
            first.setPrimary(true);
            register(registry, DEFAULT, first);
            for (String name : ConfiguredKeys.in(environment).elections()) {
                RootBeanDefinition further = definition("furtherElection", name);
                further.getConstructorArgumentValues().addIndexedArgumentValue(1, name);
                register(registry, DEFAULT + "." + name, further);
            }
        }

        private static RootBeanDefinition definition(String factoryMethod, @Nullable String name) {
            RootBeanDefinition definition = new RootBeanDefinition(Registrar.class);
            definition.setTargetType(LeaderElection.class);
            definition.setFactoryMethodName(factoryMethod);
            definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
            definition.setLazyInit(true);
            if (name != null) {
                definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
            }
            return definition;
        }

        private static void register(BeanDefinitionRegistry registry, String bean, RootBeanDefinition definition) {
            if (!registry.containsBeanDefinition(bean)) {
                registry.registerBeanDefinition(bean, definition);
            }
        }

        static LeaderElection defaultElection(LeaderElections elections) {
            return elections.get();
        }

        static LeaderElection furtherElection(LeaderElections elections, String name) {
            return elections.get(name);
        }
    }
}
