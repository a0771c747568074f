package io.leaderelection.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Puts the switch into the contexts of test classes with {@link LeaderElectionTest}. */
final class LeadershipContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        LeaderElectionTest annotation =
                TestContextAnnotationUtils.findMergedAnnotation(testClass, LeaderElectionTest.class);
        if (annotation == null) {
            return null;
        }
        long timeout = DurationStyle.detectAndParse(annotation.timeout()).toMillis();
        return new Customizer(new SwitchSettings(annotation.startAs(), timeout, true));
    }

    /** Part of the key of cached contexts: equal settings, equal customizer. */
    private record Customizer(SwitchSettings settings) implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            settings.register((BeanDefinitionRegistry) context.getBeanFactory());
        }
    }
}
