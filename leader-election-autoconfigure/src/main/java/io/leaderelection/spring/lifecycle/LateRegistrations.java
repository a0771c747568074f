package io.leaderelection.spring.lifecycle;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.context.Lifecycle;
import org.springframework.util.ReflectionUtils;

/**
 * Keeps a registry of message listeners that is the leader's from starting a container at once when it is registered late,
 * by a lazy bean or by the application: it would consume on every instance. If the registry runs, the container is started
 * within its run, otherwise together with the registry. The registries of Spring Kafka, AMQP, JMS and Pulsar are known by
 * the method they share. Any thread.
 */
public final class LateRegistrations extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(LateRegistrations.class);

    private final transient Supplier<LeaderLifecycles> lifecycles;
    private final transient Map<Object, String> registries = Collections.synchronizedMap(new IdentityHashMap<>());

    /**
     * @param lifecycles the leader's, asked at each registration
     */
    public LateRegistrations(Supplier<LeaderLifecycles> lifecycles) {
        this.lifecycles = lifecycles;
        this.advisor = new DefaultPointcutAdvisor(new Registration(), (MethodInterceptor) this::register);
        setProxyTargetClass(true);
    }

    @Override
    protected boolean isEligible(Object bean, String name) {
        boolean eligible = super.isEligible(bean, name);
        if (eligible) {
            registries.put(bean, name);
        }
        return eligible;
    }

    private @Nullable Object register(MethodInvocation registration) throws Throwable {
        @Nullable Object[] arguments = registration.getArguments();
        int startImmediately = arguments.length - 1;
        if (!(registration.getThis() instanceof Lifecycle registry)
                || !Boolean.TRUE.equals(arguments[startImmediately])
                || !lifecycles.get().isLeaders(registries.getOrDefault(registry, ""), registry)) {
            return registration.proceed();
        }
        arguments[startImmediately] = false;
        Object result = registration.proceed();
        Lifecycle container = registered(registry, arguments[0]);
        if (container != null) {
            lifecycles.get().startWith(registries.getOrDefault(registry, ""), container);
        }
        return result;
    }

    private static @Nullable Lifecycle registered(Lifecycle registry, @Nullable Object endpoint) {
        Method find = ReflectionUtils.findMethod(registry.getClass(), "getListenerContainer", String.class);
        if (find == null || endpoint == null) {
            LOG.warn("A container that was registered late is started in the next term only: {}", endpoint);
            return null;
        }
        Object id = PropertyAccessorFactory.forBeanPropertyAccess(endpoint).getPropertyValue("id");
        return (Lifecycle) ReflectionUtils.invokeMethod(find, registry, id);
    }

    /** The method that registers, and may start. */
    private static final class Registration extends StaticMethodMatcherPointcut {

        Registration() {
            setClassFilter(Lifecycle.class::isAssignableFrom);
        }

        @Override
        public boolean matches(Method method, Class<?> type) {
            Class<?>[] parameters = method.getParameterTypes();
            return method.getName().equals("registerListenerContainer")
                    && parameters.length > 1
                    && parameters[parameters.length - 1] == boolean.class;
        }
    }
}
