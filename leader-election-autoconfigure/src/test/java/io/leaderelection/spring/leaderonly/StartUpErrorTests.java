package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.LeaderOnly;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.Otherwise;
import io.leaderelection.spi.RefusedStartException;
import io.leaderelection.spring.WithHiddenWork;
import jakarta.annotation.PostConstruct;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.integration.annotation.Filter;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Uses of {@link LeaderOnly} that are refused: each says what, where, why and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class StartUpErrorTests {

    private final ApplicationContextRunner runner = GatedReplica.fixed(true);

    static List<Arguments> refused() {
        return List.of(
                refused(FinalMethod.class, "FinalMethod.work() | is final: a proxy cannot gate it", "Remove 'final'"),
                refused(FinalClass.class, "FinalClass' | is final: no proxy can be made", "Remove 'final'"),
                refused(PrivateMethod.class, "PrivateMethod.work() | is private", "others can call"),
                refused(PrivateSchedule.class, "PrivateSchedule.work() | is private", "others can call"),
                refused(StaticMethod.class, "StaticMethod.work() | is static", "others can call"),
                refused(
                        NoChoice.class,
                        "NoChoice.price(String, int) | returns java.lang.String, and does not say",
                        "THROW"),
                refused(Primitive.class, "Primitive.count() | returns int, which cannot be null", "THROW"),
                refused(
                        NullOptional.class,
                        "NullOptional.find() | returns java.util.Optional<java.lang.String>",
                        "EMPTY"),
                refused(NoEmpty.class, "NoEmpty.name() | knows no empty value", "THROW or SKIP"),
                refused(NoEmptyStage.class, "NoEmptyStage.name() | knows no empty value", "THROW or SKIP"),
                refused(PlainFuture.class, "PlainFuture.work() | whose end cannot be seen", "CompletableFuture"),
                refused(
                        Messages.class,
                        "Messages.on(String) | is a message listener (@StartUpErrorTests.Listener)",
                        "LeaderLifecycleRegistration"),
                refused(
                        KafkaMessages.class,
                        "KafkaMessages.on(String) | is a message listener (@KafkaListener)",
                        "LeaderLifecycleRegistration"),
                refused(
                        RabbitMessages.class,
                        "RabbitMessages.on(String) | is a message listener (@RabbitListener)",
                        "LeaderLifecycleRegistration"),
                refused(
                        JmsMessages.class,
                        "JmsMessages.on(String) | is a message listener (@JmsListener)",
                        "LeaderLifecycleRegistration"),
                refused(
                        KafkaHandlers.class,
                        "KafkaHandlers.on(String) | is a message listener (@KafkaHandler)",
                        "LeaderLifecycleRegistration"),
                refused(
                        RabbitHandlers.class,
                        "RabbitHandlers.on(String) | is a message listener (@RabbitHandler)",
                        "LeaderLifecycleRegistration"),
                refused(
                        Activated.class,
                        "Activated.on(String) | is a message listener (@ServiceActivator)",
                        "LeaderLifecycleRegistration"),
                refused(
                        Filtered.class,
                        "Filtered.on(String) | is a message listener (@Filter)",
                        "LeaderLifecycleRegistration"),
                refused(
                        JmsType.class,
                        "JmsType.onMessage(Message) | is a message listener (MessageListener)",
                        "LeaderLifecycleRegistration"),
                refused(
                        KafkaType.class,
                        "KafkaType.onMessage(ConsumerRecord) | is a message listener (GenericMessageListener)",
                        "LeaderLifecycleRegistration"),
                refused(
                        RabbitType.class,
                        "RabbitType.onMessage(Message) | is a message listener (MessageListener)",
                        "LeaderLifecycleRegistration"),
                refused(
                        Handler.class,
                        "Handler.handleMessage(Message) | is a message listener (MessageHandler)",
                        "LeaderLifecycleRegistration"),
                refused(
                        Mapped.class,
                        "Mapped.on(String) | is a message listener (@MessageMapping)",
                        "LeaderLifecycleRegistration"),
                refused(
                        RevokedListener.class,
                        "RevokedListener.on(LeadershipRevokedEvent) | would never be told",
                        "Remove"),
                refused(AnyEventListener.class, "AnyEventListener.on(Object) | would never be told", "Remove"),
                refused(
                        BaseEventListener.class,
                        "BaseEventListener.on(LeaderElectionEvent) | would never be told",
                        "Remove"),
                refused(
                        RevokedInterface.class,
                        "onApplicationEvent(LeadershipRevokedEvent) | would never be told",
                        "Remove"),
                refused(
                        ReadyListener.class,
                        "ReadyListener.on(Object) | listens to ApplicationReadyEvent | run nowhere",
                        "LeadershipGrantedEvent"),
                refused(Runs.class, "Runs.run(ApplicationArguments) | it would run nowhere", "LeadershipGrantedEvent"),
                refused(StartMethod.class, "StartMethod.start() | is a method of a Lifecycle", "on the class"),
                refused(
                        Callback.class,
                        "Callback.init() | a callback of the container (@PostConstruct)",
                        "LeadershipGrantedEvent"),
                refused(FirstRunOfWhat.class, "FirstRunOfWhat.work() | asks for runOnGrant", "Remove runOnGrant"),
                refused(FirstRunOfType.class, "FirstRunOfType' | asks for runOnGrant", "@Scheduled method"),
                refused(Configured.class, "Configured' | is a @Configuration class", "a bean of its own"),
                refused(BeanMethod.class, "BeanMethod.text() | is a @Bean method", "on the bean's class"),
                refused(Nothing.class, "Nothing' | has neither methods to be gated", "SmartLifecycle"),
                refused(TypeWithoutChoice.class, "TypeWithoutChoice.price() | does not say", "THROW"),
                refused(
                        Elsewhere.class,
                        "Elsewhere.hidden() | is package-private in | it would run on every instance",
                        "protected or public"),
                refused(
                        Unresolvable.class,
                        "Unresolvable.work() | names the election '${reports.election}', which has a placeholder",
                        "Define the property"),
                refused(
                        Unknown.class,
                        "Unknown.work() | names the election 'mails' | there are [shop]",
                        "leader.election.elections.mails"),
                refused(
                        UnknownOfType.class,
                        "UnknownOfType' of bean | names the election 'mails' | there are [shop]",
                        "leader.election.elections.mails"));
    }

    @Test
    void aPlaceholderIsRefusedAlsoWhereSpringItselfRefusesIt() {
        runner.withBean(PropertySourcesPlaceholderConfigurer.class)
                .withBean(Unresolvable.class)
                .run(context -> assertRefused(
                        context, "Unresolvable.work() | '${reports.election}', which has a placeholder", "${key:"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefused(Class<?> bean, String description, String action) {
        runner.withUserConfiguration(bean).run(context -> assertRefused(context, description, action));
    }

    @Test
    void beansThatAreMadeLateAreLookedAtToo() {
        runner.withBean(NoChoice.class, NoChoice::new, definition -> definition.setLazyInit(true))
                .run(context -> assertRefused(context, "NoChoice.price", "THROW"));
    }

    @Test
    void lazyInitializationHidesNothing() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withUserConfiguration(NoChoice.class)
                .run(context -> assertRefused(context, "NoChoice.price", "THROW"));
    }

    @Test
    void aBeanThatIsMadeTooEarlyIsRefused() {
        runner.withUserConfiguration(EarlyBird.class, Fine.class)
                .run(context -> assertRefused(
                        context,
                        "Fine' has the @LeaderOnly methods [work] | no proxy that gates them | made too early",
                        "ObjectProvider"));
    }

    @Test
    void aBeanThatSpringDidNotMakeIsRefused() {
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("foreign", new Fine()))
                .run(context -> assertRefused(context, "'foreign' | no proxy that gates them", "Move the methods"));
    }

    @Test
    void aMethodThatItsProxyDoesNotHaveIsRefused() {
        runner.withUserConfiguration(Hidden.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(context ->
                        assertRefused(context, "Hidden.hidden() | in none of the interfaces", "proxy-target-class"));
    }

    @Test
    void aFinalClassBehindAnInterfaceIsFine() {
        runner.withUserConfiguration(FinalRunner.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void whatIsRightIsNotRefused() {
        runner.withUserConfiguration(Fine.class, GrantListener.class, Requests.class, ScheduledInConfiguration.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void theFailureReportTellsWhatToDo(CapturedOutput output) {
        SpringApplication application = new SpringApplication(FinalMethodApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> application.run("--spring.application.name=shop", "--leader.election.backend=memory"))
                .hasStackTraceContaining("InvalidLeaderOnlyException");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("FinalMethod.work()' of bean")
                .contains("it would run on every instance")
                .contains("Remove 'final'");
    }

    private static Arguments refused(Class<?> bean, String description, String action) {
        return Arguments.of(bean, description, action);
    }

    private static void assertRefused(AssertableApplicationContext context, String description, String action) {
        assertThat(context).hasFailed();
        Throwable failure = context.getStartupFailure();
        while (failure != null && !(failure instanceof RefusedStartException)) {
            failure = failure.getCause();
        }
        assertThat(failure).as("%s", context.getStartupFailure()).isInstanceOf(InvalidLeaderOnlyException.class);
        FailureAnalysis analysis = ((RefusedStartException) failure).analysis();
        assertThat(analysis.getDescription()).contains(description.split(" \\| "));
        assertThat(analysis.getAction()).contains(action);
    }

    static class FinalMethod {

        @LeaderOnly
        public final void work() {}
    }

    static final class FinalClass {

        @LeaderOnly
        public void work() {}
    }

    static class PrivateMethod {

        @LeaderOnly
        private void work() {}
    }

    @EnableScheduling
    static class PrivateSchedule {

        @LeaderOnly
        @Scheduled(fixedRate = 1000)
        private void work() {}

        @LeaderOnly
        void other() {}
    }

    static class StaticMethod {

        @LeaderOnly
        static void work() {}
    }

    static class NoChoice {

        @LeaderOnly
        String price(String of, int count) {
            return of;
        }
    }

    static class Primitive {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        int count() {
            return 1;
        }
    }

    static class NullOptional {

        @LeaderOnly(otherwise = Otherwise.SKIP)
        Optional<String> find() {
            return Optional.empty();
        }
    }

    static class NoEmpty {

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        String name() {
            return "";
        }
    }

    static class NoEmptyStage {

        @LeaderOnly(otherwise = Otherwise.EMPTY)
        CompletableFuture<String> name() {
            return CompletableFuture.completedFuture("");
        }
    }

    static class PlainFuture {

        @LeaderOnly(otherwise = Otherwise.THROW)
        Future<String> work() {
            return CompletableFuture.completedFuture("");
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @MessageMapping
    @interface Listener {}

    static class Messages {

        @LeaderOnly(otherwise = Otherwise.THROW)
        @Listener
        void on(String message) {}
    }

    static class KafkaMessages {

        @LeaderOnly(otherwise = Otherwise.THROW)
        @KafkaListener(topics = "orders")
        void on(String message) {}
    }

    static class RabbitMessages {

        @LeaderOnly
        @RabbitListener(queues = "orders")
        void on(String message) {}
    }

    @LeaderOnly
    static class JmsMessages {

        @JmsListener(destination = "orders")
        void on(String message) {}
    }

    @KafkaListener(topics = "orders")
    static class KafkaHandlers {

        @LeaderOnly
        @KafkaHandler
        void on(String message) {}
    }

    @RabbitListener(queues = "orders")
    static class RabbitHandlers {

        @LeaderOnly
        @RabbitHandler
        void on(String message) {}
    }

    static class Activated {

        @LeaderOnly
        @ServiceActivator(inputChannel = "orders")
        void on(String message) {}
    }

    static class Filtered {

        @LeaderOnly(otherwise = Otherwise.THROW)
        @Filter(inputChannel = "orders")
        boolean on(String message) {
            return true;
        }
    }

    @LeaderOnly
    static class JmsType implements jakarta.jms.MessageListener {

        @Override
        public void onMessage(jakarta.jms.Message message) {}
    }

    static class KafkaType implements org.springframework.kafka.listener.MessageListener<String, String> {

        @Override
        @LeaderOnly
        public void onMessage(ConsumerRecord<String, String> message) {}
    }

    @LeaderOnly
    static class RabbitType implements org.springframework.amqp.core.MessageListener {

        @Override
        public void onMessage(org.springframework.amqp.core.Message message) {}
    }

    static class Handler implements MessageHandler {

        @Override
        @LeaderOnly(otherwise = Otherwise.THROW)
        public void handleMessage(Message<?> message) {}
    }

    static class Elsewhere extends WithHiddenWork {}

    static class Mapped {

        @LeaderOnly
        @MessageMapping("orders")
        void on(String message) {}
    }

    static class RevokedListener {

        @LeaderOnly
        @EventListener
        void on(LeadershipRevokedEvent event) {}
    }

    static class AnyEventListener {

        @LeaderOnly
        @EventListener(classes = {LeadershipGrantedEvent.class, LeadershipRevokedEvent.class})
        void on(Object event) {}
    }

    static class BaseEventListener {

        @LeaderOnly
        @EventListener
        void on(LeaderElectionEvent event) {}
    }

    @LeaderOnly
    static class RevokedInterface implements ApplicationListener<LeadershipRevokedEvent> {

        @Override
        public void onApplicationEvent(LeadershipRevokedEvent event) {}
    }

    static class ReadyListener {

        @LeaderOnly
        @EventListener(ApplicationReadyEvent.class)
        void on(Object event) {}
    }

    @LeaderOnly
    static class Runs implements ApplicationRunner {

        @Override
        public void run(ApplicationArguments arguments) {}
    }

    static class StartMethod implements SmartLifecycle {

        @Override
        @LeaderOnly
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }

    static class Callback {

        @LeaderOnly
        @PostConstruct
        void init() {}
    }

    static class FirstRunOfWhat {

        @LeaderOnly(runOnGrant = true)
        void work() {}
    }

    @LeaderOnly(runOnGrant = true)
    static class FirstRunOfType {

        void work() {}
    }

    @LeaderOnly
    @Configuration(proxyBeanMethods = false)
    static class Configured {}

    @Configuration(proxyBeanMethods = false)
    static class BeanMethod {

        @Bean
        @LeaderOnly
        static String text() {
            return "text";
        }
    }

    @LeaderOnly
    static class Nothing {

        static void make() {}

        private void hide() {}

        @Override
        public String toString() {
            return "nothing";
        }
    }

    @LeaderOnly
    static class TypeWithoutChoice {

        public String price() {
            return "1";
        }
    }

    static class Unresolvable {

        @LeaderOnly("${reports.election}")
        public void work() {}
    }

    static class Unknown {

        @LeaderOnly("mails")
        void work() {}
    }

    @LeaderOnly("mails")
    static class UnknownOfType {

        void work() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class EarlyBird {

        @Bean
        static BeanFactoryPostProcessor earlyBird(Fine fine) {
            return beans -> fine.work();
        }
    }

    public interface Visible {

        void visible();
    }

    static class Hidden implements Visible {

        @Override
        @LeaderOnly
        public void visible() {}

        @LeaderOnly
        public void hidden() {}
    }

    static final class FinalRunner implements Runnable {

        @Override
        @LeaderOnly
        public void run() {}
    }

    static class Fine {

        @LeaderOnly
        void work() {}

        public final void untouched() {}
    }

    static class GrantListener {

        @LeaderOnly
        @EventListener
        void on(LeadershipGrantedEvent event) {}
    }

    static class Requests {

        @LeaderOnly(otherwise = Otherwise.THROW)
        @MessageMapping("orders")
        String on(String request) {
            return request;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ScheduledInConfiguration {

        @LeaderOnly
        @Scheduled(fixedRate = 1000)
        void work() {}
    }

    @EnableAutoConfiguration
    @Import(FinalMethod.class)
    static class FinalMethodApplication {}
}
