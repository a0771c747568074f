package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds what {@link LeaderOnly} says about a method: on the method as the bean's class has it, on a method that it
 * overrides or implements, or on the type. Any thread.
 */
public final class GateRules {

    private static final Logger LOG = LoggerFactory.getLogger(GateRules.class);

    private final Map<Class<?>, Boolean> gated = new ConcurrentHashMap<>();
    private final Map<Class<?>, Boolean> marked = new ConcurrentHashMap<>();

    /** Whether a method of the type is gated. */
    boolean anyFor(Class<?> type) {
        return AnnotationUtils.isCandidateClass(type, LeaderOnly.class)
                && gated.computeIfAbsent(ClassUtils.getUserClass(type), GateRules::hasAny);
    }

    /** Whether the type or any of its methods is marked, be it in vain. */
    boolean anywhereIn(Class<?> type) {
        return AnnotationUtils.isCandidateClass(type, LeaderOnly.class)
                && marked.computeIfAbsent(ClassUtils.getUserClass(type), GateRules::isMarked);
    }

    /**
     * The rule of a method.
     *
     * @param method the method as it is called, possibly an interface's
     * @param type the class of the bean behind any proxy
     * @return the rule; empty if the method is not gated
     */
    Optional<GateRule> find(Method method, Class<?> type) {
        Class<?> userClass = ClassUtils.getUserClass(type);
        Method specific = AopUtils.getMostSpecificMethod(method, userClass);
        return Optional.ofNullable(rule(specific, userClass));
    }

    private static boolean hasAny(Class<?> userClass) {
        boolean all = ofType(userClass) != null;
        return anyMethod(userClass, method -> all ? GateKind.isCallable(method) : own(method) != null);
    }

    private static boolean isMarked(Class<?> userClass) {
        return onType(userClass) != null || anyMethod(userClass, method -> own(method) != null);
    }

    private static @Nullable GateRule rule(Method method, Class<?> userClass) {
        GateRule written = written(method, userClass);
        return written != null && written.otherwise() == Otherwise.DEFAULT && RequestHandlers.include(method, userClass)
                ? written.throwing()
                : written;
    }

    private static @Nullable GateRule written(Method method, Class<?> userClass) {
        GateRule own = own(method);
        if (own != null) {
            GateRule type = onType(userClass);
            return type == null ? own : own.over(type);
        }
        return GateKind.isCallable(method) ? ofType(userClass) : null;
    }

    /**
     * Of a class that mentions classes which are not there, as those of optional parts of libraries do, only its file can
     * tell. If that has marks, whoever makes its proxy fails by the name of what is missing.
     */
    private static boolean anyMethod(Class<?> userClass, Predicate<Method> wanted) {
        try {
            return BeanMethods.of(userClass).stream().anyMatch(wanted);
        } catch (IllegalStateException | LinkageError unreadable) {
            LOG.debug("Methods of {} cannot be read", userClass, unreadable);
            return isMarkedInFile(userClass);
        }
    }

    private static boolean isMarkedInFile(Class<?> userClass) {
        MetadataReaderFactory files = new SimpleMetadataReaderFactory(userClass.getClassLoader());
        for (Class<?> type = userClass; type != null && type != Object.class; type = type.getSuperclass()) {
            try {
                AnnotationMetadata written =
                        files.getMetadataReader(type.getName()).getAnnotationMetadata();
                if (written.hasAnnotatedMethods(LeaderOnly.class.getName())) {
                    return true;
                }
            } catch (IOException none) {
                LOG.debug("{} has no file to be read", type, none);
            }
        }
        return false;
    }

    /** The rule on the method itself, or on a method that it overrides or implements. */
    static @Nullable GateRule own(Method method) {
        return ruleOn(MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY));
    }

    /** The rule on a type, whatever it means there. */
    static @Nullable GateRule onType(Class<?> userClass) {
        return ruleOn(MergedAnnotations.from(userClass, SearchStrategy.TYPE_HIERARCHY));
    }

    /** The rule for all methods of a type. */
    private static @Nullable GateRule ofType(Class<?> userClass) {
        GateRule rule = onType(userClass);
        return rule != null && GateKind.of(userClass) == GateKind.METHODS ? rule : null;
    }

    private static @Nullable GateRule ruleOn(MergedAnnotations annotations) {
        MergedAnnotation<LeaderOnly> annotation = annotations.get(LeaderOnly.class);
        return annotation.isPresent() ? GateRule.of(annotation) : null;
    }
}
