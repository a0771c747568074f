package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaderelection.LeaderOnly;
import io.leaderelection.NotLeaderException;
import io.leaderelection.autoconfigure.LeaderElectionAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderElectionWebAutoConfiguration;
import io.leaderelection.autoconfigure.LeaderGateAutoConfiguration;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Mono;

/** What answers requests answers 409 on a follower without being told to, whatever it returns. */
class RequestHandlerTests {

    private static final String[] FOLLOWER = {
        "spring.application.name=shop", "leader.election.enabled=false", "leader.election.when-disabled=follower"
    };

    private static final AutoConfigurations ELECTIONS = AutoConfigurations.of(
            LeaderElectionAutoConfiguration.class,
            LeaderGateAutoConfiguration.class,
            LeaderElectionWebAutoConfiguration.class);

    @Test
    void handlersOfServletsAnswer409() {
        new WebApplicationContextRunner()
                .withConfiguration(ELECTIONS)
                .withPropertyValues(FOLLOWER)
                .withUserConfiguration(Servlet.class, Orders.class, Functions.class)
                .run(context -> {
                    MockMvcTester http = MockMvcTester.from(context);
                    assertThat(http.post().uri("/nothing")).hasStatus(409);
                    assertThat(http.post().uri("/something")).hasStatus(409);
                    assertThat(http.post().uri("/function")).hasStatus(409);
                });
    }

    @Test
    void aHandlerThatIsRegisteredByHandAnswers409() {
        new WebApplicationContextRunner()
                .withConfiguration(ELECTIONS)
                .withPropertyValues(FOLLOWER)
                .withUserConfiguration(Servlet.class, ByHand.class, Registration.class)
                .run(context -> assertThat(MockMvcTester.from(context).post().uri("/by-hand"))
                        .hasStatus(409));
    }

    @Test
    void theFallbackOfAClientHandlesNoRequests() throws NoSuchMethodException {
        assertThat(RequestHandlers.include(Fallback.class.getMethod("send"), Fallback.class))
                .isFalse();
    }

    @Test
    void reactiveHandlersAnswer409() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(ELECTIONS)
                .withPropertyValues(FOLLOWER)
                .withUserConfiguration(Reactive.class, ReactiveOrders.class)
                .run(context -> {
                    WebTestClient http = WebTestClient.bindToApplicationContext(context)
                            .configureClient()
                            .responseTimeout(Duration.ofMinutes(1))
                            .build();
                    http.post().uri("/nothing").exchange().expectStatus().isEqualTo(409);
                    http.post().uri("/something").exchange().expectStatus().isEqualTo(409);
                });
    }

    @Test
    void whatAdvisesControllersDoesNotAnswerForThem() {
        new WebApplicationContextRunner()
                .withConfiguration(ELECTIONS)
                .withPropertyValues(FOLLOWER)
                .withUserConfiguration(Servlet.class, Failing.class, Compensation.class, Audited.class, Audit.class)
                .run(context -> {
                    MockMvcTester http = MockMvcTester.from(context);
                    assertThat(http.get().uri("/audited")).hasStatus(409);
                    assertThat(http.post().uri("/failing")).failure().hasRootCauseMessage("order is lost");
                });
    }

    @Test
    void anOperationOfJmxTellsItsCaller() {
        GatedReplica.fixed(false).withUserConfiguration(Managed.class).run(context -> {
            Managed managed = context.getBean(Managed.class);
            assertThatExceptionOfType(NotLeaderException.class).isThrownBy(managed::purge);
        });
    }

    @EnableWebMvc
    static class Servlet {}

    @RestController
    static class Failing {

        @PostMapping("/failing")
        void fail() {
            throw new IllegalStateException("order is lost");
        }
    }

    @RestController
    static class Audited {

        @GetMapping("/audited")
        String audited() {
            return "audited";
        }
    }

    @ControllerAdvice
    static class Compensation {

        @LeaderOnly
        @ResponseStatus(HttpStatus.OK)
        @ExceptionHandler(IllegalStateException.class)
        void compensate() {}
    }

    @ControllerAdvice(assignableTypes = Audited.class)
    static class Audit {

        @LeaderOnly
        @ModelAttribute
        void audit(HttpServletRequest request) {
            request.setAttribute("audited", true);
        }
    }

    @ManagedResource
    static class Managed {

        @LeaderOnly
        @ManagedOperation
        public void purge() {}
    }

    @EnableWebFlux
    static class Reactive {}

    @RestController
    static class Orders {

        @LeaderOnly
        @PostMapping("/nothing")
        void nothing() {}

        @LeaderOnly
        @PostMapping("/something")
        String something() {
            return "something";
        }
    }

    static class Handler {

        @LeaderOnly
        ServerResponse handle(ServerRequest request) {
            return ServerResponse.ok().build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Functions {

        @Bean
        Handler handler() {
            return new Handler();
        }

        @Bean
        RouterFunction<ServerResponse> routes(Handler handler) {
            return RouterFunctions.route().POST("/function", handler::handle).build();
        }
    }

    static class ByHand {

        @LeaderOnly
        @ResponseBody
        @PostMapping("/by-hand")
        void handle() {}
    }

    /** Registers a handler that is no controller. */
    record Registration(RequestMappingHandlerMapping mapping) implements SmartInitializingSingleton {

        @Override
        public void afterSingletonsInstantiated() {
            mapping.registerMapping(
                    RequestMappingInfo.paths("/by-hand").build(),
                    "requestHandlerTests.ByHand",
                    ReflectionUtils.findMethod(ByHand.class, "handle"));
        }
    }

    interface Client {

        @PostMapping("/mails")
        void send();
    }

    static class Fallback implements Client {

        @Override
        public void send() {}
    }

    @RestController
    static class ReactiveOrders {

        @LeaderOnly
        @PostMapping("/nothing")
        Mono<Void> nothing() {
            return Mono.empty();
        }

        @LeaderOnly
        @PostMapping("/something")
        Mono<String> something() {
            return Mono.just("something");
        }
    }
}
