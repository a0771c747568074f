package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.lock.memory.MemoryLeases;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.AbstractRefreshableApplicationContext;

/** An application that begins again in the same JVM. */
@Timeout(180)
class RestartTests {

    private final Story story = new Story();

    /** As Spring Boot's developer tools do: the application's own classes are loaded anew, those of libraries are not. */
    @Test
    void anApplicationThatIsLoadedAnewLeadsAgainAndNothingOfTheFormerOneStays() throws Exception {
        MemoryLeases leases = new MemoryLeases();
        ClassLoader former = new OwnClasses();
        ConfigurableApplicationContext first = run(former, leases);
        story.await("start a");
        LeaderElection ended = election(first);
        long token = ended.leadership().fencingToken();

        first.close();
        ClassLoader latter = new OwnClasses();
        try (ConfigurableApplicationContext second = run(latter, leases)) {
            story.await("start a", 2);

            assertThat(story.lines()).containsExactly("start a", "stop a", "start a");
            assertThat(election(second).leadership().fencingToken()).isGreaterThan(token);
            assertThat(ended.isLeader()).isFalse();
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getContextClassLoader() == former));
        }
    }

    @Test
    void aRefreshEndsTheTermAndItsLifecyclesAndTakesPartAgain() {
        try (Refreshable context = new Refreshable(story)) {
            context.refresh();
            story.await("start a");
            LeaderElection former = election(context);

            context.refresh();
            assertThat(former.isLeader()).isFalse();
            story.await("start a", 2);

            assertThat(election(context).isLeader()).isTrue();
            assertThat(story.lines()).containsExactly("start a", "stop a", "start a");
        }
    }

    private static LeaderElection election(ConfigurableApplicationContext context) {
        return context.getBean(LeaderElections.class).get();
    }

    private ConfigurableApplicationContext run(ClassLoader loader, MemoryLeases leases)
            throws ReflectiveOperationException {
        Class<?> application = loader.loadClass(Application.class.getName());
        assertThat(application).isNotSameAs(Application.class);
        SpringApplication spring = new SpringApplication(application);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setRegisterShutdownHook(false);
        spring.setBannerMode(Banner.Mode.OFF);
        spring.setDefaultProperties(Map.of("spring.application.name", "shop", "leader.election.backend", "memory"));
        Consumer<String> told = story::tell;
        spring.addInitializers(context -> {
            context.getBeanFactory().registerSingleton("leases", leases);
            context.getBeanFactory().registerSingleton("told", told);
        });
        Thread main = Thread.currentThread();
        ClassLoader before = main.getContextClassLoader();
        main.setContextClassLoader(loader);
        try {
            return spring.run();
        } finally {
            main.setContextClassLoader(before);
        }
    }

    /** Loads {@link Application} and what is in it by itself. */
    private static final class OwnClasses extends ClassLoader {

        private OwnClasses() {
            super(RestartTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Application.class.getName()) || findLoadedClass(name) != null) {
                return super.loadClass(name, resolve);
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }

    /** Found by its name in another class loader. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {

        @Bean
        Worker a(Consumer<String> told) {
            return new Worker(told);
        }

        /** The leader's, and of the application's own class loader. */
        @LeaderOnly
        public static class Worker implements SmartLifecycle {

            private final Consumer<String> told;
            private volatile boolean running;

            Worker(Consumer<String> told) {
                this.told = told;
            }

            @Override
            public void start() {
                told.accept("start a");
                running = true;
            }

            @Override
            public void stop() {
                told.accept("stop a");
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        }
    }

    /** A context that can be refreshed more than once, as those of XML files can. */
    private static final class Refreshable extends AbstractRefreshableApplicationContext {

        private final MemoryLeases leases = new MemoryLeases();
        private final Consumer<String> told;

        private Refreshable(Story story) {
            this.told = story::tell;
            TestPropertyValues.of(
                            "spring.application.name=shop",
                            "leader.election.backend=memory",
                            "leader.election.start=refreshed")
                    .applyTo(this);
        }

        @Override
        protected void loadBeanDefinitions(DefaultListableBeanFactory beans) {
            beans.registerSingleton("leases", leases);
            beans.registerSingleton("told", told);
            new AnnotatedBeanDefinitionReader(beans, getEnvironment()).register(Application.class);
        }
    }
}
