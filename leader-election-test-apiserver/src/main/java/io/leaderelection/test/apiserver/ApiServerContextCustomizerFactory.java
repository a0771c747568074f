package io.leaderelection.test.apiserver;

import io.leaderelection.autoconfigure.KubernetesConnectionDetails;
import io.leaderelection.test.apiserver.RunningServers.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Connects the application contexts of test classes with {@link RealApiServer} to their server. */
final class ApiServerContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        Object key = RunningServers.keyOf(testClass);
        return key == null ? null : new Customizer(key);
    }

    /**
     * Part of the key of cached contexts.
     *
     * @param server key of the server
     */
    private record Customizer(Object server) implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            Running running = RunningServers.get(server);
            running.contexts().add(context);
            RootBeanDefinition definition =
                    new RootBeanDefinition(KubernetesConnectionDetails.class, () -> connection(running.server()));
            ((BeanDefinitionRegistry) context.getBeanFactory())
                    .registerBeanDefinition("io.leaderelection.test.apiServerConnection", definition);
        }

        /** Each context has a namespace of its own. */
        private static KubernetesConnectionDetails connection(ApiServer server) {
            TestNamespace namespace = server.newNamespace("application");
            try {
                String kubeconfig = Files.readString(namespace.kubeconfig());
                return () -> kubeconfig;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
