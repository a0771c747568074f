package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.Lifecycle;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the attribute of a method: on the method as the bean's class has it, on a method that it overrides or implements,
 * or on the type. Any thread.
 */
public final class LeaderOnlyAttributeSource {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderOnlyAttributeSource.class);

    /** Beginnings of the names of types that cannot be marked, and extend only such types. */
    private static final String[] LIBRARIES = {
        "java.",
        "org.springframework.beans.",
        "org.springframework.boot.",
        "org.springframework.context.",
        "io.micrometer."
    };

    /** Whether types may be marked. */
    private final Map<Class<?>, Boolean> hierarchies = new ConcurrentHashMap<>();

    private final Map<Class<?>, Boolean> gated = new ConcurrentHashMap<>();
    private final Map<Class<?>, Boolean> marked = new ConcurrentHashMap<>();

    /** The election that a mark on the type names, as it is written; {@code null} if the type is not marked. */
    public static @Nullable String electionOn(Class<?> type) {
        LeaderOnlyAttribute attribute = LeaderOnlyAttribute.on(ClassUtils.getUserClass(type));
        return attribute == null ? null : attribute.election();
    }

    /** Whether the type has a gated method. */
    boolean isGated(Class<?> type) {
        return mayBeMarked(type)
                && gated.computeIfAbsent(
                        ClassUtils.getUserClass(type),
                        userClass -> anyMethod(
                                userClass,
                                ofType(userClass) == null
                                        ? method -> LeaderOnlyAttribute.on(method) != null
                                        : BeanMethods::isCallable));
    }

    /** Whether the type or any of its methods is marked, even in vain. */
    boolean isMarked(Class<?> type) {
        return mayBeMarked(type)
                && marked.computeIfAbsent(
                        ClassUtils.getUserClass(type),
                        userClass -> LeaderOnlyAttribute.on(userClass) != null
                                || anyMethod(userClass, method -> LeaderOnlyAttribute.on(method) != null));
    }

    /**
     * Whether a mark is written anywhere in the hierarchy of a type. Nearly all beans have none, and types of one hierarchy
     * share the answers: that is much cheaper at start-up than a search from each method.
     */
    private boolean mayBeMarked(Class<?> type) {
        Boolean known = hierarchies.get(type);
        if (known == null) {
            known = !isForeign(type) && (hasOwnMark(type) || mayAnyBeMarked(type));
            hierarchies.put(type, known);
        }
        return known;
    }

    private boolean mayAnyBeMarked(Class<?> type) {
        if (type.getSuperclass() != null && mayBeMarked(type.getSuperclass())) {
            return true;
        }
        for (Class<?> each : type.getInterfaces()) {
            if (mayBeMarked(each)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a type is of a library that knows no marks: most beans are, and reading their methods takes long. */
    private static boolean isForeign(Class<?> type) {
        String name = type.getName();
        for (String library : LIBRARIES) {
            if (name.startsWith(library)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a mark is written in the file of a type. One whose methods cannot be read is looked at more closely. */
    private static boolean hasOwnMark(Class<?> type) {
        try {
            if (isWrittenOn(type)) {
                return true;
            }
            for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
                if (isWrittenOn(method)) {
                    return true;
                }
            }
            return false;
        } catch (IllegalStateException | LinkageError unreadable) {
            return true;
        }
    }

    private static boolean isWrittenOn(AnnotatedElement element) {
        return MergedAnnotations.from(element).isPresent(LeaderOnly.class);
    }

    /**
     * The attribute of a method.
     *
     * @param method the method as it is called, possibly an interface's
     * @param type the class of the bean behind any proxy
     * @return empty if the method is not gated
     */
    Optional<LeaderOnlyAttribute> find(Method method, Class<?> type) {
        Class<?> userClass = ClassUtils.getUserClass(type);
        Method specific = AopUtils.getMostSpecificMethod(method, userClass);
        return Optional.ofNullable(written(specific, userClass))
                .map(attribute ->
                        attribute.otherwise() == Otherwise.DEFAULT && RequestHandlers.include(specific, userClass)
                                ? attribute.throwing()
                                : attribute);
    }

    private static @Nullable LeaderOnlyAttribute written(Method method, Class<?> userClass) {
        LeaderOnlyAttribute own = LeaderOnlyAttribute.on(method);
        if (own != null) {
            return own.over(LeaderOnlyAttribute.on(userClass));
        }
        return BeanMethods.isCallable(method) ? ofType(userClass) : null;
    }

    /** The attribute for all methods of a type. A lifecycle is started and stopped instead. */
    private static @Nullable LeaderOnlyAttribute ofType(Class<?> userClass) {
        return Lifecycle.class.isAssignableFrom(userClass) ? null : LeaderOnlyAttribute.on(userClass);
    }

    /**
     * Reads the file of a class that mentions missing classes, as an optional part of a library may. If the file has marks,
     * the making of the proxy fails and names what is missing.
     */
    private static boolean anyMethod(Class<?> userClass, Predicate<Method> wanted) {
        try {
            return BeanMethods.of(userClass).stream().anyMatch(wanted);
        } catch (IllegalStateException | LinkageError unreadable) {
            LOG.debug("Methods of {} cannot be read", userClass, unreadable);
            return Stream.<Class<?>>iterate(userClass, type -> type != null, Class::getSuperclass)
                    .anyMatch(LeaderOnlyAttributeSource::hasMarksInFile);
        }
    }

    private static boolean hasMarksInFile(Class<?> type) {
        MetadataReaderFactory files = new SimpleMetadataReaderFactory(type.getClassLoader());
        try {
            return files.getMetadataReader(type.getName())
                    .getAnnotationMetadata()
                    .hasAnnotatedMethods(LeaderOnly.class.getName());
        } catch (IOException none) {
            LOG.debug("{} has no file that can be read", type, none);
            return false;
        }
    }
}
