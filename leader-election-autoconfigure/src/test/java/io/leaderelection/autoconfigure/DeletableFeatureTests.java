package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubernetes.client.openapi.ApiClient;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.SecondClassLoader;
import io.leaderelection.lock.file.FileLeaseStore;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.spring.RecordedEvents;
import java.lang.reflect.Method;
import java.net.URL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Features whose package can be deleted: without its classes an application starts and elects all the same. */
@Timeout(180)
class DeletableFeatureTests {

    @ParameterizedTest
    @CsvSource({
        "io.leaderelection.lock.file.FileLeaseStore, memory",
        "io.leaderelection.lock.file.FileLeaseStore, kubernetes",
        "io.leaderelection.lock.kubernetes.death.PodDeathProof, kubernetes",
        "io.leaderelection.lock.kubernetes.announce.LeaseEvents, kubernetes"
    })
    void anApplicationElectsWithoutThePackage(Class<?> type, String backend) throws Exception {
        try (Deletion rest = new Deletion(type)) {
            assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> rest.loadClass(type.getName()));

            assertThat(rest.elect(backend)).isEqualTo("shop-0");
        }
    }

    @Test
    void aBackendWhosePackageWasDeletedIsRefusedInASentence() throws Exception {
        try (Deletion rest = new Deletion(FileLeaseStore.class)) {
            assertThatException()
                    .isThrownBy(() -> rest.elect("file"))
                    .havingRootCause()
                    .withMessageContaining(
                            "backend is 'file', but the classes of that backend are not on the class path");
        }
    }

    /** All classes of this test's class path once more, but for those of the package of one. */
    private static final class Deletion extends SecondClassLoader {

        private final String deleted;

        Deletion(Class<?> type) {
            this.deleted = type.getPackageName() + ".";
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(deleted)) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }

        @Override
        public URL findResource(String name) {
            return name.startsWith(deleted.replace('.', '/')) ? null : super.findResource(name);
        }

        Object elect(String backend) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(this);
            try {
                Method elect = loadClass(Shop.class.getName()).getDeclaredMethod("elect", String.class);
                elect.setAccessible(true);
                return elect.invoke(null, backend);
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    /** The application. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {

        private static LeaseApiStub server = new LeaseApiStub();

        /** Runs it until it leads; answers who does. */
        static String elect(String backend) {
            SpringApplicationBuilder shop = new SpringApplicationBuilder(Shop.class)
                    .properties("spring.main.web-application-type=none", "spring.main.banner-mode=off");
            try (LeaseApiStub open = server;
                    ConfigurableApplicationContext context = shop.run(
                            "--leader.election.name=shop",
                            "--leader.election.identity=shop-0",
                            "--leader.election.kubernetes.namespace=sales",
                            "--leader.election.backend=" + backend)) {
                context.getBean(RecordedEvents.class).await(LeadershipGrantedEvent.class);
                return context.getBean(LeaderElections.class).get().leadership().leaderIdentity();
            }
        }

        @Bean
        RecordedEvents events() {
            return new RecordedEvents();
        }

        @Bean
        ApiClient client() {
            return server.client();
        }
    }
}
