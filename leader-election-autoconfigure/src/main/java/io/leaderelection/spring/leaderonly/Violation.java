package io.leaderelection.spring.leaderonly;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A use of {@link io.leaderelection.LeaderOnly} that would not do what it says.
 *
 * @param description what was found, where, and why it is refused
 * @param action what to change
 */
record Violation(String description, String action) {

    /**
     * A violation by a method of a bean or by its type.
     *
     * @param element the method or type
     * @param type the class of the bean
     * @param reason continues a sentence that begins with the element
     */
    static Violation of(AnnotatedElement element, Class<?> type, String bean, String reason, String action) {
        String subject = element instanceof Method method ? inWords(method, type) : "Class '" + type.getName();
        return new Violation("%s' of bean '%s', marked as @LeaderOnly, %s.".formatted(subject, bean, reason), action);
    }

    private static String inWords(Method method, Class<?> type) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "Method '%s.%s(".formatted(type.getName(), method.getName()), ")"));
    }
}
