package io.leaderelection.test;

import io.leaderelection.Leadership.Role;
import java.time.Duration;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/**
 * How the elections of one application context are switched.
 *
 * @param startAs position at the beginning, and after a reset
 * @param timeoutMillis how long to wait for listeners and work
 * @param hasReadyEvent whether the context announces that it is ready, as those of {@code SpringApplication} do
 */
record SwitchSettings(Role startAs, long timeoutMillis, boolean hasReadyEvent) {

    private static final String PREFIX = "io.leaderelection.test.";

    SwitchSettings {
        if (timeoutMillis <= 0) {
            throw new IllegalArgumentException(
                    "timeout (%s ms) must be positive; set @LeaderElectionTest(timeout = \"10s\")"
                            .formatted(timeoutMillis));
        }
    }

    Duration timeout() {
        return Duration.ofMillis(timeoutMillis);
    }

    /** Puts the switch into a context. By names and simple values, so that the context can be processed ahead of time. */
    void register(BeanDefinitionRegistry registry) {
        registry.registerBeanDefinition(
                PREFIX + "switchSettings",
                BeanDefinitionBuilder.rootBeanDefinition(SwitchSettings.class)
                        .addConstructorArgValue(startAs)
                        .addConstructorArgValue(timeoutMillis)
                        .addConstructorArgValue(hasReadyEvent)
                        .getBeanDefinition());
        registry.registerBeanDefinition(
                PREFIX + "switchConfiguration",
                BeanDefinitionBuilder.rootBeanDefinition(SwitchConfiguration.class)
                        .getBeanDefinition());
    }
}
