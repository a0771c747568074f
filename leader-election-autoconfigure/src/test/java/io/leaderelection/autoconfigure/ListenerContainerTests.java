package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.leaderelection.LeaderChangedEvent;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.spring.lifecycle.LeaderLifecycleRegistration;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.RabbitListenerConfigUtils;
import org.springframework.amqp.rabbit.listener.MessageListenerContainer;
import org.springframework.amqp.rabbit.listener.RabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.endpoint.SourcePollingChannelAdapter;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.JmsListenerConfigUtils;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerConfigUtils;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;

/** Real containers of message listeners, without their brokers, named as the leader's. */
@Timeout(180)
class ListenerContainerTests extends LeaseSpaceTests {

    private static final long POLL_MILLIS = 50;

    @Test
    void kafkaListeners() {
        assertRunOnTheLeaderOnly(
                Kafka.class,
                context -> context.getBean(KafkaListenerEndpointRegistry.class)
                        .getListenerContainers()
                        .iterator()
                        .next()
                        .isRunning());
    }

    @Test
    void oneKafkaListenerOutOfARegistry() {
        assertRunOnTheLeaderOnly(
                OneOfKafka.class,
                context -> context.getBean(KafkaListenerEndpointRegistry.class)
                        .getListenerContainer("orders")
                        .isRunning());
    }

    @Test
    void jmsListeners() {
        assertRunOnTheLeaderOnly(
                Jms.class,
                context -> context.getBean(JmsListenerEndpointRegistry.class)
                        .getListenerContainers()
                        .iterator()
                        .next()
                        .isRunning());
    }

    @Test
    void rabbitListeners() {
        assertRunOnTheLeaderOnly(
                Rabbit.class,
                context -> context.getBean(RabbitListenerEndpointRegistry.class)
                        .getListenerContainers()
                        .iterator()
                        .next()
                        .isRunning());
    }

    @Test
    void integrationEndpoints() {
        assertRunOnTheLeaderOnly(
                Integration.class,
                context -> context.getBean(SourcePollingChannelAdapter.class).isRunning());
    }

    @Test
    void aKafkaListenerThatComesLate() {
        assertALateOneRunsOnTheLeaderOnly(
                Kafka.class,
                context -> context.getBean(KafkaListenerEndpointRegistry.class)
                        .getListenerContainer("late")
                        .isRunning());
    }

    @Test
    void aJmsListenerThatComesLate() {
        assertALateOneRunsOnTheLeaderOnly(
                Jms.class,
                context -> context.getBean(JmsListenerEndpointRegistry.class)
                        .getListenerContainer("late")
                        .isRunning());
    }

    @Test
    void aRabbitListenerThatComesLate() {
        assertALateOneRunsOnTheLeaderOnly(
                Rabbit.class,
                context -> context.getBean(RabbitListenerEndpointRegistry.class)
                        .getListenerContainer("late")
                        .isRunning());
    }

    @Test
    void aLateListenerOfARegistryThatIsNotNamedIsStartedByTheRegistry() {
        start(Kafka.class);
        TestApplication follower = start(EverybodysKafka.class);

        follower.context.getBean("late");

        assertThat(follower.context
                        .getBean(KafkaListenerEndpointRegistry.class)
                        .getListenerContainer("late")
                        .isRunning())
                .isTrue();
    }

    /** A registry starts what is registered with it once the context has been refreshed: that of a lazy bean. */
    private void assertALateOneRunsOnTheLeaderOnly(
            Class<?> configuration, Predicate<GenericApplicationContext> running) {
        TestApplication leader = start(configuration);
        leader.events.await(LeadershipGrantedEvent.class);
        TestApplication follower = start(configuration);
        follower.events.await(LeaderChangedEvent.class);

        leader.context.getBean("late");
        follower.context.getBean("late");

        await().until(() -> isRunning(leader, running));
        assertThat(isRunning(follower, running)).isFalse();
        leader.election().resign(Duration.ofMinutes(1));
        await().until(() -> isRunning(follower, running));
        assertThat(isRunning(leader, running)).isFalse();
    }

    /** In one of two replicas, on whichever leads, and after restarts of the other's context. */
    private void assertRunOnTheLeaderOnly(Class<?> configuration, Predicate<GenericApplicationContext> running) {
        TestApplication leader = start(configuration);
        await().until(() -> isRunning(leader, running));
        TestApplication follower = start(configuration);
        follower.events.await(LeaderChangedEvent.class);

        follower.context.stop();
        follower.context.start();
        assertThat(isRunning(follower, running)).isFalse();
        assertThat(isRunning(leader, running)).isTrue();

        leader.election().resign(Duration.ofMinutes(1));
        await().until(() -> isRunning(follower, running));
        assertThat(isRunning(leader, running)).isFalse();
    }

    private static boolean isRunning(TestApplication application, Predicate<GenericApplicationContext> running) {
        return running.test((GenericApplicationContext) application.context);
    }

    private TestApplication start(Class<?> configuration) {
        return with(new SpringApplication(configuration), context -> {});
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafka
    static class Kafka {

        @Bean
        @Lazy
        LateKafka late() {
            return new LateKafka();
        }

        @Bean
        LeaderLifecycleRegistration leaderLifecycles() {
            return new LeaderLifecycleRegistration()
                    .beans(KafkaListenerConfigUtils.KAFKA_LISTENER_ENDPOINT_REGISTRY_BEAN_NAME);
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
            return kafka();
        }

        @KafkaListener(topics = "orders", groupId = "shop")
        void on(String order) {}
    }

    static class LateKafka {

        @KafkaListener(id = "late", topics = "late")
        void on(String order) {}
    }

    static class LateJms {

        @JmsListener(id = "late", destination = "late")
        void on(String order) {}
    }

    static class LateRabbit {

        @RabbitListener(id = "late", queues = "late")
        void on(String order) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafka
    static class EverybodysKafka {

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
            return kafka();
        }

        @Bean
        @Lazy
        LateKafka late() {
            return new LateKafka();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafka
    static class OneOfKafka {

        @Bean
        LeaderLifecycleRegistration leaderLifecycles(KafkaListenerEndpointRegistry registry) {
            registry.setAlwaysStartAfterRefresh(false);
            return new LeaderLifecycleRegistration().lifecycle("orders", () -> registry.getListenerContainer("orders"));
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
            return kafka();
        }

        @KafkaListener(id = "orders", topics = "orders", groupId = "shop", autoStartup = "false")
        void on(String order) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableJms
    static class Jms {

        @Bean
        @Lazy
        LateJms late() {
            return new LateJms();
        }

        @Bean
        LeaderLifecycleRegistration leaderLifecycles() {
            return new LeaderLifecycleRegistration()
                    .beans(JmsListenerConfigUtils.JMS_LISTENER_ENDPOINT_REGISTRY_BEAN_NAME);
        }

        /** Waits as a real consumer does: one that returns at once takes a core, and Mockito remembers each call. */
        private final BlockingQueue<Message> nothing = new LinkedBlockingQueue<>();

        @Bean
        DefaultJmsListenerContainerFactory jmsListenerContainerFactory() throws JMSException {
            MessageConsumer consumer = mock();
            when(consumer.receive(anyLong()))
                    .thenAnswer(receive -> nothing.poll(receive.getArgument(0, Long.class), TimeUnit.MILLISECONDS));
            Session session = mock();
            when(session.createQueue(anyString())).thenReturn(mock(Queue.class));
            when(session.createConsumer(any(), any())).thenReturn(consumer);
            when(session.createConsumer(any())).thenReturn(consumer);
            Connection connection = mock();
            when(connection.createSession(anyBoolean(), anyInt())).thenReturn(session);
            ConnectionFactory connections = mock();
            when(connections.createConnection()).thenReturn(connection);
            DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
            factory.setConnectionFactory(connections);
            factory.setReceiveTimeout(POLL_MILLIS);
            return factory;
        }

        @JmsListener(destination = "orders")
        void on(String order) {}
    }

    /** With its real registry, and a container that only knows whether it runs: a real one waits for its broker. */
    @Configuration(proxyBeanMethods = false)
    @EnableRabbit
    static class Rabbit {

        @Bean
        @Lazy
        LateRabbit late() {
            return new LateRabbit();
        }

        @Bean
        LeaderLifecycleRegistration leaderLifecycles() {
            return new LeaderLifecycleRegistration()
                    .beans(RabbitListenerConfigUtils.RABBIT_LISTENER_ENDPOINT_REGISTRY_BEAN_NAME);
        }

        @Bean
        RabbitListenerContainerFactory<MessageListenerContainer> rabbitListenerContainerFactory() {
            return endpoint -> {
                AtomicBoolean running = new AtomicBoolean();
                MessageListenerContainer container = mock();
                when(container.isAutoStartup()).thenReturn(true);
                when(container.isRunning()).thenAnswer(asked -> running.get());
                doAnswer(start -> {
                            running.set(true);
                            return null;
                        })
                        .when(container)
                        .start();
                doAnswer(stop -> {
                            running.set(false);
                            stop.getArgument(0, Runnable.class).run();
                            return null;
                        })
                        .when(container)
                        .stop(any());
                return container;
            };
        }

        @RabbitListener(queues = "orders")
        void on(String order) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Integration {

        @Bean
        LeaderLifecycleRegistration leaderLifecycles() {
            // The flow starts and stops its endpoints, and the context the flow.
            return new LeaderLifecycleRegistration().beans("flow", "poller");
        }

        @Bean
        IntegrationFlow flow() {
            return IntegrationFlow.fromSupplier(
                            () -> "order", endpoint -> endpoint.id("poller").poller(Pollers.fixedDelay(1000)))
                    .handle(message -> {})
                    .get();
        }
    }

    private static ConcurrentKafkaListenerContainerFactory<Object, Object> kafka() {
        ConsumerFactory<Object, Object> consumers = mock();
        when(consumers.createConsumer(any(), any(), any(), any())).thenAnswer(any -> new MockConsumer<>("earliest"));
        ConcurrentKafkaListenerContainerFactory<Object, Object> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(consumers);
        factory.getContainerProperties().setIdleBetweenPolls(POLL_MILLIS);
        return factory;
    }
}
