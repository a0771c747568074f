package io.leaderelection.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leaderelection.LeaderElectionEvent;
import io.leaderelection.Leadership;
import io.leaderelection.LeadershipGrantedEvent;
import io.leaderelection.LeadershipRevokedEvent;
import io.leaderelection.LossReason;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.UncontestedElection;
import io.leaderelection.gate.LeadershipSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.Order;

@ExtendWith(OutputCaptureExtension.class)
class DirectEventPublisherTests {

    private final UncontestedElection election = Uncontested.named("orders", new Unheard());
    private final LeadershipGrantedEvent granted = new LeadershipGrantedEvent(election, leadership());
    private final LeadershipRevokedEvent revoked =
            new LeadershipRevokedEvent(election, leadership(), LossReason.STOPPED);
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @Test
    void aListenerThatThrowsIsNamedInTheLogAndHarmsNobodyElse(CapturedOutput output) {
        context.register(Throwing.class);
        context.registerBean(Heard.class);
        refreshed();

        publish(granted);
        publish(revoked);

        assertThat(context.getBean(Heard.class).events).containsExactly(granted, revoked);
        assertThat(output)
                .contains(Throwing.class.getName() + ".onGranted(")
                .contains("of LeadershipGrantedEvent failed")
                .contains("listener's own trouble");
    }

    /** As long as it closes, a context says that it is active. */
    @Test
    void aContextThatHasLostItsBeansIsNotTold(CapturedOutput output) {
        GenericApplicationContext closing = new GenericApplicationContext() {
            @Override
            protected void onClose() {
                new DirectEventPublisher(this).publishEvent(granted);
            }
        };
        closing.refresh();

        closing.close();

        assertThat(output).doesNotContain("could not be told");
    }

    @Test
    void theListenerThatIsBeingToldIsKnownByName() {
        DirectEventPublisher publisher = new DirectEventPublisher(context);
        List<String> names = new ArrayList<>();
        context.registerBean(Asking.class, () -> new Asking(() -> names.add(publisher.telling("orders"))));
        refreshed();

        publisher.publishEvent(granted);

        assertThat(names)
                .singleElement()
                .asString()
                .startsWith("listener " + Asking.class.getName() + ".onGranted(")
                .endsWith(" of LeadershipGrantedEvent");
        assertThat(publisher.telling("orders")).isNull();
    }

    @Test
    void anErrorOfAListenerHarmsNobodyElse() {
        List<Object> heard = new ArrayList<>();
        context.addApplicationListener((LeadershipGrantedEvent event) -> {
            throw new StackOverflowError();
        });
        context.addApplicationListener((LeadershipGrantedEvent event) -> heard.add(event));
        refreshed();

        publish(granted);

        assertThat(heard).containsExactly(granted);
    }

    @Test
    void anAsynchronousMulticasterOfTheApplicationDoesNotLoseTheOrder() {
        List<Runnable> handedIn = new ArrayList<>();
        SimpleApplicationEventMulticaster asynchronous =
                new SimpleApplicationEventMulticaster(context.getBeanFactory());
        asynchronous.setTaskExecutor(handedIn::add);
        context.getBeanFactory()
                .registerSingleton(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME, asynchronous);
        context.registerBean(Heard.class);
        refreshed();
        handedIn.clear();

        publish(granted);
        publish(revoked);

        assertThat(context.getBean(Heard.class).events).containsExactly(granted, revoked);
        assertThat(handedIn).isEmpty();
    }

    @Test
    void listenersOfAParentContextAreToldAfterThoseOfTheContext() {
        List<String> told = new ArrayList<>();
        GenericApplicationContext parent = new GenericApplicationContext();
        parent.addApplicationListener((LeadershipGrantedEvent event) -> told.add("parent"));
        parent.refresh();
        context.setParent(parent);
        context.addApplicationListener((LeadershipGrantedEvent event) -> told.add("child"));
        refreshed();

        publish(granted);

        assertThat(told).containsExactly("child", "parent");
    }

    @Test
    void listenersKeepTheirOrderAndHearOnlyWhatTheyAskFor() {
        List<String> told = new ArrayList<>();
        context.registerBean(Second.class, () -> new Second(told));
        context.registerBean(First.class, () -> new First(told));
        context.addApplicationListener((LeadershipRevokedEvent event) -> told.add("not this one"));
        refreshed();

        publish(granted);

        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void aLazyListenerIsMadeAndTold() {
        context.registerBean(Heard.class, definition -> definition.setLazyInit(true));
        refreshed();

        publish(granted);

        assertThat(context.getBean(Heard.class).events).containsExactly(granted);
    }

    @Test
    void listenersStayRegisteredForTheApplicationsOwnEvents() {
        context.registerBean(Heard.class);
        refreshed();
        publish(granted);

        context.publishEvent(revoked);

        assertThat(context.getBean(Heard.class).events).containsExactly(granted, revoked);
    }

    @Test
    void aClosedContextHearsNothing() {
        Heard heard = new Heard();
        context.addApplicationListener(heard);
        refreshed();
        context.close();

        publish(granted);

        assertThat(heard.events).isEmpty();
    }

    @Test
    void publishesNothingButEvents() {
        refreshed();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DirectEventPublisher(context).publishEvent("text"))
                .withMessageContaining("ApplicationEvent");
    }

    private void refreshed() {
        context.refresh();
    }

    private void publish(Object event) {
        new DirectEventPublisher(context).publishEvent(event);
    }

    private static Leadership leadership() {
        return new LeadershipSnapshot("orders", "me", Leadership.Role.LEADER, "me", null, 1, 7, Instant.EPOCH, null);
    }

    static class Heard implements ApplicationListener<LeaderElectionEvent> {

        final List<Object> events = new ArrayList<>();

        @Override
        public void onApplicationEvent(LeaderElectionEvent event) {
            events.add(event);
        }
    }

    record Asking(Runnable question) {

        @EventListener
        void onGranted(LeadershipGrantedEvent event) {
            question.run();
        }
    }

    static class Throwing {

        @EventListener
        @Order(1)
        void onGranted(LeadershipGrantedEvent event) {
            throw new IllegalStateException("listener's own trouble");
        }
    }

    @Order(1)
    record First(List<String> told) implements ApplicationListener<LeadershipGrantedEvent> {

        @Override
        public void onApplicationEvent(LeadershipGrantedEvent event) {
            told.add("first");
        }
    }

    @Order(2)
    record Second(List<String> told) implements ApplicationListener<LeadershipGrantedEvent> {

        @Override
        public void onApplicationEvent(LeadershipGrantedEvent event) {
            told.add("second");
        }
    }

    private static final class Unheard implements LeadershipListener {

        @Override
        public void granted(Leadership leadership) {}

        @Override
        public void revoked(Leadership leadership, LossReason reason) {}

        @Override
        public void leaderChanged(Leadership leadership) {}
    }
}
