package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.Otherwise;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextStoppedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.servlet.HandlerInterceptor;
import reactor.core.publisher.Mono;

/** Methods whose callers call past the gate, or cannot do without them: refused by what the caller is. */
public class CallerRefusalTests {

    private final ApplicationContextRunner runner =
            GatedReplica.fixed(true).withPropertyValues("daily=1d", "leisurely=PT11M");

    static List<Arguments> refused() {
        return List.of(
                Arguments.of(Initialized.class, "afterPropertiesSet() | callback of the container (InitializingBean)"),
                Arguments.of(Destroyed.class, "destroy() | callback of the container (DisposableBean)"),
                Arguments.of(Named.class, "setBeanName(String) | callback of the container (BeanNameAware)"),
                Arguments.of(Defined.class, "Begun.begin() | callback of the container (of its definition)"),
                Arguments.of(DefinedEnd.class, "Ended.end() | callback of the container (of its definition)"),
                Arguments.of(InferredClose.class, "Closed.close() | callback of the container (of its definition)"),
                Arguments.of(InferredShutdown.class, "Shut.shutdown() | callback of the container (of its definition)"),
                Arguments.of(Closeable.class, "Closeable.close() | callback of the container (of its definition)"),
                Arguments.of(Singletons.class, "afterSingletonsInstantiated() | would run nowhere"),
                Arguments.of(Configurer.class, "configureTasks(ScheduledTaskRegistrar) | (SchedulingConfigurer)"),
                Arguments.of(Server.class, "Server.on(WebServerInitializedEvent) | it would run nowhere"),
                Arguments.of(Servlets.class, "Servlets.on(ServletWebServerInitializedEvent) | it would run nowhere"),
                Arguments.of(Stopped.class, "listens to ContextStoppedEvent | it would run nowhere"),
                Arguments.of(AnyContext.class, "listens to ApplicationContextEvent | it would run nowhere"),
                Arguments.of(Prepared.class, "listens to ApplicationPreparedEvent | it would run nowhere"),
                Arguments.of(AnyOfBoot.class, "listens to SpringApplicationEvent | it would run nowhere"),
                Arguments.of(Lost.class, "Lost.on(String) | listens to String, and does not say"),
                Arguments.of(LostAfterCommit.class, "listens to String, and does not say"),
                Arguments.of(LostByInterface.class, "listens to PayloadApplicationEvent, and does not say"),
                Arguments.of(Once.class, "Once.work() | is scheduled once, PT5S after each instance has started"),
                Arguments.of(Daily.class, "Daily.work() | is scheduled every PT24H, beginning with the start"),
                Arguments.of(DailyByProperty.class, "is scheduled every PT24H, beginning with the start"),
                Arguments.of(Leisurely.class, "is scheduled every PT11M, beginning with the start"),
                Arguments.of(ServletFilter.class, "doFilter(ServletRequest, ServletResponse, FilterChain) | (Filter)"),
                Arguments.of(OnceFilter.class, "doFilterInternal | protected method of org.springframework.web.filter"),
                Arguments.of(WholeFilter.class, "handles every request (Filter)"),
                Arguments.of(Servlet.class, "doGet | overrides a protected method of jakarta.servlet.http.HttpServlet"),
                Arguments.of(ReactiveFilter.class, "handles every request (WebFilter) | empty 200"),
                Arguments.of(Interceptor.class, "preHandle | handles every request (HandlerInterceptor)"),
                Arguments.of(SkippingHandler.class, "answers requests, and with Otherwise.SKIP as if"),
                Arguments.of(EmptyHandler.class, "answers requests, and with Otherwise.EMPTY as if"),
                Arguments.of(SkippingFunction.class, "answers requests, and with Otherwise.SKIP as if"),
                Arguments.of(SkippingController.class, "SkippingController.post() | answers requests"),
                Arguments.of(Deferred.class, "Deferred.get() | whose end cannot be seen"),
                Arguments.of(Called.class, "Called.get() | whose end cannot be seen"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefused(Class<?> bean, String description) {
        runner.withUserConfiguration(bean)
                .run(context -> assertThat(context)
                        .getFailure()
                        .satisfies(failure -> assertThat(failure)
                                .hasStackTraceContaining(InvalidLeaderOnlyException.class.getName())
                                .satisfies(thrown -> assertThat(description.split(" \\| "))
                                        .allSatisfy(part -> assertThat(thrown).hasStackTraceContaining(part)))));
    }

    @Test
    void whatSaysWhatItWantsIsFine() {
        runner.withUserConfiguration(Choosing.class, News.class, Regular.class, OtherClose.class, Handlers.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    static class Initialized implements InitializingBean {

        @Override
        @LeaderOnly
        public void afterPropertiesSet() {}
    }

    static class Destroyed implements DisposableBean {

        @Override
        @LeaderOnly
        public void destroy() {}
    }

    @LeaderOnly
    static class Named implements BeanNameAware {

        @Override
        public void setBeanName(String name) {}
    }

    static class Begun {

        @LeaderOnly
        public void begin() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Defined {

        @Bean(initMethod = "begin")
        Begun begun() {
            return new Begun();
        }
    }

    static class Ended {

        @LeaderOnly
        public void end() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class DefinedEnd {

        @Bean(destroyMethod = "end")
        Ended ended() {
            return new Ended();
        }
    }

    static class Closed {

        @LeaderOnly
        public void close() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class InferredClose {

        @Bean
        Closed closed() {
            return new Closed();
        }
    }

    static class Shut {

        @LeaderOnly
        public void shutdown() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class InferredShutdown {

        @Bean
        Shut shut() {
            return new Shut();
        }
    }

    static class Closeable implements AutoCloseable {

        @Override
        @LeaderOnly
        public void close() {}
    }

    static class Singletons implements SmartInitializingSingleton {

        @Override
        @LeaderOnly
        public void afterSingletonsInstantiated() {}
    }

    static class Configurer implements SchedulingConfigurer {

        @Override
        @LeaderOnly
        public void configureTasks(ScheduledTaskRegistrar tasks) {}
    }

    static class Server {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @EventListener
        void on(WebServerInitializedEvent event) {}
    }

    static class Servlets {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @EventListener
        void on(ServletWebServerInitializedEvent event) {}
    }

    static class Stopped {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @EventListener
        void on(ContextStoppedEvent event) {}
    }

    static class AnyContext {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @EventListener
        void on(ApplicationContextEvent event) {}
    }

    @LeaderOnly(otherwise = Otherwise.SKIP)
    static class Prepared implements ApplicationListener<ApplicationPreparedEvent> {

        @Override
        public void onApplicationEvent(ApplicationPreparedEvent event) {}
    }

    static class AnyOfBoot {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @EventListener
        void on(SpringApplicationEvent event) {}
    }

    static class Lost {

        @LeaderOnly
        @EventListener
        void on(String event) {}
    }

    static class LostAfterCommit {

        @LeaderOnly
        @TransactionalEventListener
        void on(String event) {}
    }

    @LeaderOnly
    static class LostByInterface implements ApplicationListener<PayloadApplicationEvent<String>> {

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<String> event) {}
    }

    static class Once {

        @LeaderOnly
        @Scheduled(initialDelay = 5, timeUnit = TimeUnit.SECONDS)
        void work() {}
    }

    static class Daily {

        @LeaderOnly
        @Scheduled(fixedRate = 1, timeUnit = TimeUnit.DAYS)
        void work() {}
    }

    static class DailyByProperty {

        @LeaderOnly
        @Scheduled(fixedDelayString = "${daily}")
        void work() {}
    }

    static class Leisurely {

        @LeaderOnly
        @Scheduled(fixedDelayString = "${leisurely}")
        void work() {}
    }

    static class ServletFilter implements jakarta.servlet.Filter {

        @Override
        @LeaderOnly
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {}
    }

    static class OnceFilter extends OncePerRequestFilter {

        @Override
        @LeaderOnly
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {}
    }

    @LeaderOnly
    static class WholeFilter implements jakarta.servlet.Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {}
    }

    static class Servlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        @LeaderOnly
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
    }

    static class ReactiveFilter implements WebFilter {

        @Override
        @LeaderOnly(otherwise = Otherwise.SKIP)
        public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
            return chain.filter(exchange);
        }
    }

    static class Interceptor implements HandlerInterceptor {

        @Override
        @LeaderOnly(otherwise = Otherwise.THROW)
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            return true;
        }
    }

    @RestController
    static class SkippingHandler {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @PostMapping("/orders")
        void post() {}
    }

    @RestController
    static class EmptyHandler {

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        @GetMapping("/orders")
        List<String> get() {
            return List.of("order");
        }
    }

    static class SkippingFunction {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        Mono<String> handle(org.springframework.web.reactive.function.server.ServerRequest request) {
            return Mono.just("done");
        }
    }

    @Controller
    @LeaderOnly(otherwise = Otherwise.SKIP)
    static class SkippingController {

        @PostMapping("/orders")
        void post() {}
    }

    @RestController
    static class Deferred {

        @LeaderOnly
        @GetMapping("/orders")
        DeferredResult<String> get() {
            return new DeferredResult<>();
        }
    }

    @RestController
    static class Called {

        @LeaderOnly
        @GetMapping("/orders")
        Callable<String> get() {
            return () -> "later, on another thread";
        }
    }

    static class Choosing {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        @EventListener
        void on(String event) {}

        @LeaderOnly(otherwise = Otherwise.THROW)
        @EventListener
        void on(Integer event) {}
    }

    static class News {

        @LeaderOnly
        @EventListener
        void on(LeadershipGrantedEvent event) {}

        @LeaderOnly
        @EventListener
        void on(LeaderChangedEvent event) {}
    }

    @EnableScheduling
    static class Regular {

        @LeaderOnly(runOnGrant = true)
        @Scheduled(fixedRate = 1, timeUnit = TimeUnit.DAYS)
        void withRunOnGrant() {}

        @LeaderOnly(runOnGrant = true)
        @Scheduled(initialDelay = 1, timeUnit = TimeUnit.DAYS)
        void onceWithRunOnGrant() {}

        @LeaderOnly
        @Scheduled(fixedRate = 1, initialDelay = 1, timeUnit = TimeUnit.DAYS)
        void withInitialDelay() {}

        @LeaderOnly
        @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
        void often() {}

        @LeaderOnly
        @Scheduled(cron = "0 0 0 1 1 *")
        void byTheClock() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherClose {

        @Bean(destroyMethod = "")
        Closed closed() {
            return new Closed();
        }
    }

    @RestController
    static class Handlers {

        @LeaderOnly
        @PostMapping("/orders")
        String withoutAChoice(ServerHttpRequest request) {
            return "done";
        }
    }
}
