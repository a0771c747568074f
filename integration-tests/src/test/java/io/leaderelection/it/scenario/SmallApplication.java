package io.leaderelection.it.scenario;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.leaderelection.it.apiserver.Account;
import io.leaderelection.test.apiserver.TestNamespace;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** An application in this JVM that does nothing but elect on a real API server. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SmallApplication {

    /** Starts one with the rights of this account, and these properties. */
    static ConfigurableApplicationContext start(TestNamespace namespace, Account account, Stream<String> properties) {
        return new SpringApplicationBuilder(SmallApplication.class)
                .web(WebApplicationType.NONE)
                .initializers((GenericApplicationContext context) ->
                        context.registerBean(ApiClient.class, () -> client(account)))
                .properties(
                        "spring.main.banner-mode=off",
                        "leader.election.name=main",
                        "leader.election.backend=kubernetes",
                        "leader.election.kubernetes.namespace=" + namespace.name())
                .properties(properties.toArray(String[]::new))
                .run();
    }

    private static ApiClient client(Account account) {
        try (Reader reader = Files.newBufferedReader(account.kubeconfig())) {
            return ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
