package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** The methods that objects of a class have. */
final class BeanMethods {

    private BeanMethods() {}

    /**
     * Those of the class and its superclasses, of each overridden one the last, and the default methods they inherit; of
     * an interface, which is all that may be known of a proxy, those that it declares or inherits.
     */
    static List<Method> of(Class<?> userClass) {
        if (userClass.isInterface()) {
            return Arrays.stream(userClass.getMethods())
                    .filter(method -> !method.isSynthetic())
                    .toList();
        }
        List<Method> methods = new ArrayList<>();
        for (Method method : ReflectionUtils.getUniqueDeclaredMethods(userClass)) {
            if (!method.isSynthetic()) {
                methods.add(method);
            }
        }
        for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(userClass)) {
            Arrays.stream(type.getMethods())
                    .filter(method -> method.isDefault() && !method.isSynthetic())
                    .filter(method ->
                            ClassUtils.getMostSpecificMethod(method, userClass).equals(method))
                    .forEach(methods::add);
        }
        return methods;
    }
}
