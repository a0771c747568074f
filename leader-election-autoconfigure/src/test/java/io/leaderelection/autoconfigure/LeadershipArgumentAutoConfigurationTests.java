package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Leadership;
import io.leaderelection.Otherwise;
import io.leaderelection.spring.web.ReactiveLeadershipResolver;
import io.leaderelection.spring.web.ServletLeadershipResolver;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

class LeadershipArgumentAutoConfigurationTests {

    private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
            AopAutoConfiguration.class,
            LeaderElectionAutoConfiguration.class,
            LeaderGateAutoConfiguration.class,
            LeaderElectionWebAutoConfiguration.class);

    private static final String[] PROPERTIES = {
        "spring.application.name=shop",
        "leader.election.enabled=false",
        "leader.election.start=refreshed",
        "leader.election.elections.reports.lease-name=reports"
    };

    private final WebApplicationContextRunner servlet =
            new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS).withPropertyValues(PROPERTIES);

    private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
            .withConfiguration(CONFIGURATIONS)
            .withPropertyValues(PROPERTIES);

    @Test
    void handlersOfSpringMvcAreGivenTheLeadershipOfTheirElection() {
        servlet.withUserConfiguration(Mvc.class).run(context -> {
            MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
            assertThat(body(mvc, "/gated")).isEqualTo("reports LEADER");
            assertThat(body(mvc, "/plain")).isEqualTo("shop LEADER");
            assertThat(body(mvc, "/named")).isEqualTo("reports LEADER");
        });
    }

    @Test
    void handlersOfWebFluxAreGivenTheLeadershipOfTheirElection() {
        reactive.withUserConfiguration(Flux.class).run(context -> {
            WebTestClient client = WebTestClient.bindToApplicationContext(context)
                    .configureClient()
                    .responseTimeout(Duration.ofSeconds(60))
                    .build();
            assertBody(client, "/gated", "reports LEADER");
            assertBody(client, "/plain", "shop LEADER");
            assertBody(client, "/named", "reports LEADER");
        });
    }

    @Test
    void thereIsNoResolverWhereThereIsNoWeb() {
        new ApplicationContextRunner()
                .withConfiguration(CONFIGURATIONS)
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ServletLeadershipResolver.class)
                        .doesNotHaveBean(ReactiveLeadershipResolver.class));
        servlet.withClassLoader(new FilteredClassLoader(WebMvcConfigurer.class))
                .run(context -> assertThat(context).doesNotHaveBean(ServletLeadershipResolver.class));
    }

    private static String body(MockMvc mvc, String path) {
        try {
            return mvc.perform(get(path)).andReturn().getResponse().getContentAsString();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static void assertBody(WebTestClient client, String path, String body) {
        client.get().uri(path).exchange().expectBody(String.class).isEqualTo(body);
    }

    @EnableWebMvc
    @Import(Handlers.class)
    static class Mvc {}

    @EnableWebFlux
    @Import(Handlers.class)
    static class Flux {}

    @RestController
    static class Handlers {

        @GetMapping("/gated")
        @LeaderOnly(election = "reports", otherwise = Otherwise.THROW)
        public String gated(Leadership leadership) {
            return leadership.election() + " " + leadership.role();
        }

        @GetMapping("/plain")
        public String plain(Leadership leadership) {
            return leadership.election() + " " + leadership.role();
        }

        @GetMapping("/named")
        public String named(@Qualifier("reports") Leadership leadership) {
            return leadership.election() + " " + leadership.role();
        }
    }
}
