package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaderelection.LeaderOnly;
import io.leaderelection.NotLeaderException;
import io.leaderelection.Otherwise;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.aop.target.LazyInitTargetSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.data.annotation.Id;
import org.springframework.data.keyvalue.repository.KeyValueRepository;
import org.springframework.data.map.repository.config.EnableMapRepositories;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Proxies that others make: products of factories, repositories, clients, scopes. They are gated, or refused. */
public class ForeignProxyTests {

    @ParameterizedTest
    @ValueSource(
            classes = {
                HandWritten.class,
                WithoutTarget.class,
                OfAFactory.class,
                OfAFactoryAndAClass.class,
                Swappable.class,
                LazyTarget.class,
                Scoped.class,
                ScopedByInterface.class
            })
    void isGatedOnTheFollowerAndRunsOnTheLeader(Class<?> configuration) {
        for (boolean leader : List.of(false, true)) {
            GatedReplica.fixed(leader)
                    .withUserConfiguration(Ledger.class, configuration)
                    .run(context -> {
                        context.getBean("errand", Errand.class).work();
                        assertThat(context.getBean(Ledger.class).lines)
                                .as("lines where this instance leads: %s", leader)
                                .hasSize(leader ? 1 : 0);
                    });
        }
    }

    @Test
    void aRepositoryOfSpringDataIsGated() {
        GatedReplica.fixed(false).withUserConfiguration(Data.class).run(context -> {
            Orders orders = context.getBean(Orders.class);
            assertThatExceptionOfType(NotLeaderException.class).isThrownBy(orders::deleteAll);
            assertThat(orders.findAll()).isEmpty();
        });
        GatedReplica.fixed(true)
                .withUserConfiguration(Data.class)
                .run(context -> context.getBean(Orders.class).deleteAll());
    }

    @Test
    void aRepositoryThatIsMarkedAsAWholeIsGated() {
        GatedReplica.fixed(false).withUserConfiguration(Data.class).run(context -> {
            Invoices invoices = context.getBean(Invoices.class);
            assertThatExceptionOfType(NotLeaderException.class).isThrownBy(invoices::deleteAll);
            assertThatExceptionOfType(NotLeaderException.class).isThrownBy(invoices::findAll);
        });
    }

    @Test
    void aClientOfAnInterfaceSendsNothing() {
        GatedReplica.fixed(false)
                .withUserConfiguration(Client.class)
                .run(context -> assertThatExceptionOfType(NotLeaderException.class)
                        .isThrownBy(context.getBean(Mails.class)::send));
    }

    @Test
    void aMarkedClassBehindAProxyThatHidesItIsRefused() {
        GatedReplica.fixed(false)
                .withUserConfiguration(Ledger.class, HiddenBehindAFactory.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidLeaderOnlyException.class)
                        .hasMessageContaining("'plain' of class '" + MarkedPlain.class.getName())
                        .hasMessageContaining("@LeaderOnly methods [work], and no proxy that gates them"));
    }

    @Test
    void aMarkedBeanThatAPostProcessorHidesIsRefused() {
        GatedReplica.fixed(false)
                .withUserConfiguration(HiddenByAPostProcessor.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(InvalidLeaderOnlyException.class)
                        .hasMessageContaining("'plain' of class '" + MarkedPlain.class.getName())
                        .hasMessageContaining("no proxy that gates them"));
    }

    @Test
    void aMarkedProductThatIsMadeTooEarlyIsRefused() {
        GatedReplica.fixed(false)
                .withUserConfiguration(Ledger.class, HandWritten.class, Early.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(InvalidLeaderOnlyException.class)
                        .hasMessageContaining("'errand'")
                        .hasMessageContaining("no proxy that gates them"));
    }

    public interface Errand {

        @LeaderOnly
        void work();
    }

    /** Where the work leaves its traces. */
    static class Ledger {

        final List<String> lines = new CopyOnWriteArrayList<>();
    }

    static class Writing implements Errand {

        private final Ledger ledger;

        Writing(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public void work() {
            ledger.lines.add("work");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HandWritten {

        @Bean
        static FactoryBean<Errand> errand(Ledger ledger) {
            return new FactoryBean<>() {
                @Override
                public Errand getObject() {
                    return (Errand) Proxy.newProxyInstance(
                            Errand.class.getClassLoader(),
                            new Class<?>[] {Errand.class},
                            (proxy, method, arguments) -> ledger.lines.add("work") ? null : this);
                }

                @Override
                public Class<?> getObjectType() {
                    return Errand.class;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithoutTarget {

        @Bean
        Errand errand(Ledger ledger) {
            return ProxyFactory.getProxy(
                    Errand.class, (MethodInterceptor) invocation -> ledger.lines.add("work") ? null : invocation);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OfAFactory {

        @Bean
        ProxyFactoryBean errand(Ledger ledger) {
            ProxyFactoryBean factory = new ProxyFactoryBean();
            factory.setInterfaces(Errand.class);
            factory.setTarget(new Writing(ledger));
            return factory;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OfAFactoryAndAClass {

        @Bean
        ProxyFactoryBean errand(Ledger ledger) {
            ProxyFactoryBean factory = new ProxyFactoryBean();
            factory.setProxyTargetClass(true);
            factory.setTarget(new Writing(ledger));
            return factory;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Swappable {

        @Bean
        Errand errand(Ledger ledger) {
            ProxyFactory factory = new ProxyFactory();
            factory.setInterfaces(Errand.class);
            factory.setTargetSource(new HotSwappableTargetSource(Proxy.newProxyInstance(
                    Errand.class.getClassLoader(),
                    new Class<?>[] {Errand.class},
                    (proxy, m, a) -> ledger.lines.add("work") ? null : this)));
            return (Errand) factory.getProxy();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyTarget {

        @Bean
        @Lazy
        Writing target(Ledger ledger) {
            return new Writing(ledger);
        }

        @Bean
        ProxyFactoryBean errand(org.springframework.beans.factory.BeanFactory beans) {
            LazyInitTargetSource source = new LazyInitTargetSource();
            source.setTargetBeanName("target");
            source.setTargetClass(Writing.class);
            source.setBeanFactory(beans);
            ProxyFactoryBean factory = new ProxyFactoryBean();
            factory.setInterfaces(Errand.class);
            factory.setTargetSource(source);
            return factory;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {

        @Bean
        @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Writing errand(Ledger ledger) {
            return new Writing(ledger);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedByInterface {

        @Bean
        @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
        Errand errand(Ledger ledger) {
            return new Writing(ledger);
        }
    }

    public interface Plain {

        void work();
    }

    static class MarkedPlain implements Plain {

        @Override
        @LeaderOnly
        public void work() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class HiddenBehindAFactory {

        @Bean
        ProxyFactoryBean plain() {
            ProxyFactoryBean factory = new ProxyFactoryBean();
            factory.setInterfaces(Plain.class);
            factory.setTarget(new MarkedPlain());
            return factory;
        }

        @Bean
        Object user(Plain plain) {
            return "uses " + plain;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HiddenByAPostProcessor {

        @Bean
        MarkedPlain plain() {
            return new MarkedPlain();
        }

        @Bean
        static BeanPostProcessor hiding() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    return bean instanceof MarkedPlain
                            ? Proxy.newProxyInstance(
                                    Plain.class.getClassLoader(),
                                    new Class<?>[] {Plain.class},
                                    (proxy, method, arguments) -> method.invoke(bean, arguments))
                            : bean;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Early {

        @Bean
        static org.springframework.beans.factory.config.BeanFactoryPostProcessor early(Errand errand) {
            return beans -> {};
        }
    }

    record Order(@Id String id) {}

    public interface Orders extends KeyValueRepository<Order, String> {

        @Override
        @LeaderOnly(otherwise = Otherwise.THROW)
        void deleteAll();
    }

    @LeaderOnly(otherwise = Otherwise.THROW)
    public interface Invoices extends KeyValueRepository<Order, String> {}

    @Configuration(proxyBeanMethods = false)
    @EnableMapRepositories(considerNestedRepositories = true)
    static class Data {}

    public interface Mails {

        @PostExchange("http://127.0.0.1:1/mails")
        @LeaderOnly(otherwise = Otherwise.THROW)
        void send();
    }

    @Configuration(proxyBeanMethods = false)
    static class Client {

        @Bean
        Mails mails() {
            return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(RestClient.create()))
                    .build()
                    .createClient(Mails.class);
        }
    }
}
