package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Remembers which classes of beans stand behind JDK proxies: from the class of such a proxy, which several may share,
 * nobody can tell. Any thread.
 */
public final class ProxiedClasses implements BeanPostProcessor {

    private final Map<Class<?>, Set<Class<?>>> behind = new ConcurrentHashMap<>();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        Class<?> type = bean.getClass();
        if (Proxy.isProxyClass(type)) {
            behind.computeIfAbsent(type, none -> ConcurrentHashMap.newKeySet())
                    .add(AopProxyUtils.ultimateTargetClass(bean));
        }
        return bean;
    }

    /** The classes whose beans may be meant by this one: those behind it if it is a JDK proxy's, else it alone. */
    Set<Class<?>> behind(Class<?> type) {
        return behind.getOrDefault(type, Set.of(type));
    }
}
