package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Proxy;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringValueResolver;

/**
 * What is known of a bean before it is made.
 *
 * @param name name of the bean
 * @param type the class as its author wrote it, without any proxy
 * @param classProxies whether the bean's proxy is a subclass rather than an implementation of its interfaces
 * @param callbacks what its definition lets the container call
 * @param values resolves placeholders
 */
record InspectedBean(
        String name, Class<?> type, boolean classProxies, DefinedCallbacks callbacks, StringValueResolver values) {

    InspectedBean {
        type = ClassUtils.getUserClass(type);
        classProxies = classProxies && !Proxy.isProxyClass(type);
    }
}
