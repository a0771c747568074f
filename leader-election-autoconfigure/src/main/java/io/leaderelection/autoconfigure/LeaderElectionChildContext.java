package io.leaderelection.autoconfigure;

import io.leaderelection.LeaderElections;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Configuration;

/**
 * Gates the leader's work in a context whose parent has the elections: its {@link io.leaderelection.LeaderOnly} methods and
 * its lifecycles. A child that is started by {@code SpringApplicationBuilder} or has auto-configuration of its own need not
 * ask for it. In others, register it before they are refreshed.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({LeaderGateAutoConfiguration.class, LeaderLifecycleAutoConfiguration.class})
public final class LeaderElectionChildContext {

    /** Registers it in the contexts that Spring Boot starts below that of the elections. */
    static final class Initializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

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
}
