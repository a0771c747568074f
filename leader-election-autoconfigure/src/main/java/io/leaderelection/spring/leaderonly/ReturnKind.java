package io.leaderelection.spring.leaderonly;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** When the work of a method has ended. */
enum ReturnKind {
    /** When the method returns. */
    BLOCKING,
    /** When the stage is complete that the method returns. */
    STAGE,
    /** When its subscriber's subscription has ended: a reactive type. */
    REACTIVE,
    /** When it no longer suspends: a suspending function of Kotlin. */
    SUSPENDING,
    /** Unknown: a future without a callback, or a type whose library is missing. */
    UNKNOWN;

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Flux", ReturnKind.class.getClassLoader());

    /** What lets Spring's proxies see the end of a suspending function. */
    private static final boolean COROUTINES_REACTOR =
            ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", ReturnKind.class.getClassLoader());

    private static final Set<String> DEFERRED = Set.of(
            "org.springframework.web.context.request.async.DeferredResult",
            "org.springframework.web.context.request.async.WebAsyncTask",
            "org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
            "org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

    static ReturnKind of(Method method) {
        Class<?> type = method.getReturnType();
        if (KotlinDetector.isSuspendingFunction(method)) {
            return COROUTINES_REACTOR ? SUSPENDING : UNKNOWN;
        }
        if (CompletionStage.class.isAssignableFrom(type)) {
            return STAGE;
        }
        if (Future.class.isAssignableFrom(type) || isDeferred(type)) {
            return UNKNOWN;
        }
        if (adapter(type) != null) {
            return REACTOR ? REACTIVE : UNKNOWN;
        }
        return BLOCKING;
    }

    /** What a method returns in the end: a suspending function declares that in its last parameter. */
    static ResolvableType returned(Method method, Class<?> type) {
        return KotlinDetector.isSuspendingFunction(method)
                ? ResolvableType.forMethodParameter(method, method.getParameterCount() - 1, type)
                        .getGeneric(0)
                : ResolvableType.forMethodReturnType(method, type);
    }

    /** What turns a reactive type into a publisher. */
    static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return type == Object.class || type == void.class
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
    }

    /** Whether the work begins, or goes on, after the method: web handlers may return such types. */
    private static boolean isDeferred(Class<?> type) {
        return type == Callable.class
                || Stream.<Class<?>>iterate(type, superclass -> superclass != null, Class::getSuperclass)
                        .anyMatch(superclass -> DEFERRED.contains(superclass.getName()));
    }

    /** Whether a suspending function returns a flow, which Spring's proxies make of a publisher of many elements. */
    static boolean isFlow(Method suspending) {
        return new MethodParameter(suspending, -1).getParameterType().getName().equals("kotlinx.coroutines.flow.Flow");
    }
}
