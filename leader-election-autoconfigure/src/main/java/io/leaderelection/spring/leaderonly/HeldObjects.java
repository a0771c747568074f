package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the object that a registration bean hands on to whoever calls it. If that object is no bean, it has no gate. The
 * kinds of holders are known by name, since their libraries are optional.
 */
final class HeldObjects {

    /** The getter of the object, by the name of the holder's class. */
    private static final Map<String, String> GETTERS = Map.of(
            "org.springframework.boot.web.servlet.FilterRegistrationBean", "getFilter",
            "org.springframework.boot.web.servlet.ServletRegistrationBean", "getServlet",
            "org.springframework.boot.web.servlet.ServletListenerRegistrationBean", "getListener",
            "org.springframework.web.servlet.handler.MappedInterceptor", "getInterceptor",
            "org.springframework.util.MethodInvoker", "getTargetObject");

    private HeldObjects() {}

    /** The object that a bean hands on; {@code null} if it is no holder, or has none yet. */
    static @Nullable Object in(Object bean) {
        for (Class<?> type = bean.getClass(); type != null; type = type.getSuperclass()) {
            String getter = GETTERS.get(type.getName());
            Method method = getter == null ? null : ReflectionUtils.findMethod(type, getter);
            if (method != null) {
                ReflectionUtils.makeAccessible(method);
                return ReflectionUtils.invokeMethod(method, bean);
            }
        }
        return null;
    }
}
