package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Makes each election a bean, asked for when it is injected: the default one first choice, others by their names. */
final class ElectionBeans implements ImportBeanDefinitionRegistrar {

    private static final String DEFAULT = "leaderElection";

    private final ConfigurableEnvironment environment;

    ElectionBeans(Environment environment) {
        this.environment = (ConfigurableEnvironment) environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        RootBeanDefinition first = definition("defaultElection", environment.getProperty("spring.application.name"));
        first.setPrimary(true);
        register(registry, DEFAULT, first);
        for (String name : ConfiguredKeys.in(environment).elections()) {
            RootBeanDefinition further = definition("furtherElection", name);
            further.getConstructorArgumentValues().addIndexedArgumentValue(1, name);
            register(registry, DEFAULT + "." + name, further);
        }
    }

    private static RootBeanDefinition definition(String factoryMethod, @Nullable String name) {
        RootBeanDefinition definition = new RootBeanDefinition(ElectionBeans.class);
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
