package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.util.ClassUtils;

/** The methods that the container calls to begin and to end a bean since its definition says so, or says nothing else. */
final class DefinedCallbacks {

    private final Set<String> names = new TreeSet<>();

    /**
     * @param definition none of a bean that was not made by Spring, or not by this definition
     * @param type the class of the bean
     */
    DefinedCallbacks(@Nullable BeanDefinition definition, Class<?> type) {
        if (definition instanceof AbstractBeanDefinition known) {
            add(known.getInitMethodNames());
            add(known.getDestroyMethodNames());
            boolean inferred = names.remove(AbstractBeanDefinition.INFER_METHOD);
            boolean unsaid = known.getDestroyMethodNames() == null && AutoCloseable.class.isAssignableFrom(type);
            if (inferred || unsaid) {
                names.add(ClassUtils.hasMethod(type, "close") || unsaid ? "close" : "shutdown");
            }
        }
    }

    private void add(String @Nullable [] found) {
        if (found != null) {
            names.addAll(Set.of(found));
        }
    }

    boolean include(Method method) {
        return method.getParameterCount() == 0 && names.contains(method.getName());
    }
}
