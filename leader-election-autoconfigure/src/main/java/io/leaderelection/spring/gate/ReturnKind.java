package io.leaderelection.spring.gate;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
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
    /** Nobody can tell: a future without call-back, or a type whose library is missing. */
    UNKNOWN;

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Flux", ReturnKind.class.getClassLoader());

    /** What lets Spring's proxies see the end of a suspending function. */
    private static final boolean COROUTINES_REACTOR =
            ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", ReturnKind.class.getClassLoader());

    static ReturnKind of(Method method) {
        Class<?> type = method.getReturnType();
        if (KotlinDetector.isSuspendingFunction(method)) {
            return COROUTINES_REACTOR ? SUSPENDING : UNKNOWN;
        }
        if (CompletionStage.class.isAssignableFrom(type)) {
            return STAGE;
        }
        if (Future.class.isAssignableFrom(type)) {
            return UNKNOWN;
        }
        if (adapter(type) != null) {
            return REACTOR ? REACTIVE : UNKNOWN;
        }
        return BLOCKING;
    }

    /** What turns a reactive type into a publisher. */
    static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return type == Object.class || type == void.class
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
    }

    /** Whether a suspending function returns a flow, which Spring's proxies make of a publisher of many elements. */
    static boolean isFlow(Method suspending) {
        return new MethodParameter(suspending, -1).getParameterType().getName().equals("kotlinx.coroutines.flow.Flow");
    }
}
