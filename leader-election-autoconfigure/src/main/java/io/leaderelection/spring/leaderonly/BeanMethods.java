package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** The methods that objects of a class have. */
final class BeanMethods {

    private BeanMethods() {}

    /**
     * The methods of the class and its superclasses, of overridden ones the last, and the default methods that they inherit.
     * Of an interface, which may be all that is known of a proxy: those that it declares or inherits.
     */
    static List<Method> of(Class<?> userClass) {
        Stream<Method> methods = userClass.isInterface()
                ? Arrays.stream(userClass.getMethods())
                : Stream.concat(
                        Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(userClass)),
                        ClassUtils.getAllInterfacesForClassAsSet(userClass).stream()
                                .flatMap(type -> Arrays.stream(type.getMethods()))
                                .filter(method -> method.isDefault()
                                        && ClassUtils.getMostSpecificMethod(method, userClass)
                                                .equals(method)));
        return methods.filter(method -> !method.isSynthetic()).toList();
    }

    /** Whether others can call the method, apart from what every object has. */
    static boolean isCallable(Method method) {
        return !Modifier.isPrivate(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !ReflectionUtils.isObjectMethod(method)
                && method.getDeclaringClass() != Object.class;
    }
}
