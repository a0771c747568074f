package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Optional;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * A gated method of a bean, to be checked.
 *
 * @param bean name of the bean
 * @param type class of the bean
 * @param annotations those of the method, also of what it overrides or implements
 */
record MarkedMethod(
        String bean, Class<?> type, Method method, LeaderOnlyAttribute attribute, MergedAnnotations annotations) {

    MarkedMethod(String bean, Class<?> type, Method method, LeaderOnlyAttribute attribute) {
        this(bean, type, method, attribute, MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY));
    }

    /**
     * A violation by this method.
     *
     * @param reason continues a sentence that begins with the method
     */
    Optional<Violation> violation(String reason, String action) {
        return Optional.of(Violation.of(method, type, bean, reason, action));
    }
}
