package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;

/** Gives their gate to the contexts that Spring Boot starts below that of the elections. */
final class ChildContextInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ApplicationContext parent = context.getParent();
        if (parent != null
                && !AotDetector.useGeneratedArtifacts()
                && context.getBeanFactory() instanceof BeanDefinitionRegistry beans
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, LeaderElections.class, true, false)
                                .length
                        > 0) {
            new AnnotatedBeanDefinitionReader(beans, context.getEnvironment())
                    .register(LeaderElectionChildContext.class);
        }
    }
}
