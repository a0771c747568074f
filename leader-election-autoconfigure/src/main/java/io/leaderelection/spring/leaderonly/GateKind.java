package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.springframework.context.Lifecycle;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** What {@link io.leaderelection.LeaderOnly} on a type means for its beans. */
enum GateKind {
    /** The bean is started when leadership is granted and stopped when it ends; its methods are not gated. */
    LIFECYCLE,
    /** Every method that others can call is gated. */
    METHODS,
    /** There is nothing to gate: refused at start-up. */
    NONE;

    /**
     * The kind of a type.
     *
     * @param type the type of a bean; for a proxy, the type behind it
     */
    static GateKind of(Class<?> type) {
        if (Lifecycle.class.isAssignableFrom(type)) {
            return LIFECYCLE;
        }
        return BeanMethods.of(ClassUtils.getUserClass(type)).stream().anyMatch(GateKind::isCallable) ? METHODS : NONE;
    }

    /** Whether others can call the method, apart from what every object has. */
    static boolean isCallable(Method method) {
        return !Modifier.isPrivate(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !ReflectionUtils.isObjectMethod(method)
                && method.getDeclaringClass() != Object.class;
    }
}
