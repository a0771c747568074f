package io.leaderelection.spring.leaderonly;

import io.leaderelection.Leadership;
import io.leaderelection.Otherwise;
import io.leaderelection.ShardGroup;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/** Makes the gates of methods. Any thread. */
final class CallGateFactory {

    private final LeaderOnlyAttributeSource attributes;
    private final LeaderElectionResolver elections;

    /** By the method as the class has it: the gates of an interface's method and of the class's share the guard. */
    private final Map<MethodClassKey, RunGuard> guards = new ConcurrentHashMap<>();

    CallGateFactory(LeaderOnlyAttributeSource attributes, LeaderElectionResolver elections) {
        this.attributes = attributes;
        this.elections = elections;
    }

    /**
     * The gate of a method.
     *
     * @param method the method as it is called, possibly an interface's
     * @param type the class of what is called, which may be somebody else's proxy
     * @throws IllegalStateException if the method has no attribute, though its proxy gates it
     */
    CallGate of(Method method, Class<?> type) {
        return attributes
                .find(method, type)
                .map(attribute -> gate(attribute, method, ClassUtils.getUserClass(type)))
                .orElseThrow(() -> new IllegalStateException(
                        "%s of %s is not called: its proxy gates it as @LeaderOnly, but the annotation is not found; put it on the method as the bean's class or interface declares it"
                                .formatted(method, type.getName())));
    }

    private CallGate gate(LeaderOnlyAttribute attribute, Method method, Class<?> type) {
        GatedMethod gated = new GatedMethod(
                name(method, type),
                attribute,
                fallback(attribute, ReturnKind.returned(method, type)),
                election(attribute, method, type),
                leadershipArguments(method));
        if (attribute.isForEachShard()) {
            return new ShardGate(gated, group(attribute));
        }
        CallGate gate = switch (ReturnKind.of(method)) {
            case STAGE -> new CompletionStageGate(gated);
            case REACTIVE -> ReactiveGate.of(gated, Objects.requireNonNull(ReturnKind.adapter(method.getReturnType())));
            case SUSPENDING -> ReactiveGate.ofSuspending(gated, ReturnKind.isFlow(method));
            case BLOCKING, UNKNOWN -> new BlockingGate(gated);
        };
        return attribute.runOnGrant() ? new NonOverlappingGate(gate, guard(method, type)) : gate;
    }

    private GateElection election(LeaderOnlyAttribute attribute, Method method, Class<?> type) {
        if (!attribute.isOfGroup()) {
            return GateElection.fixed(() -> elections.named(attribute.election()));
        }
        Supplier<ShardGroup> group = group(attribute);
        if (attribute.isForEachShard()) {
            return invocation -> group.get().election(0);
        }
        KeyExpression key = new KeyExpression(attribute.key(), AopUtils.getMostSpecificMethod(method, type));
        return invocation -> group.get().election(key.of(invocation));
    }

    /** Looked up at the first call, since gates are made before groups are. */
    private Supplier<ShardGroup> group(LeaderOnlyAttribute attribute) {
        return SingletonSupplier.of(() -> elections.group(attribute.group()));
    }

    private RunGuard guard(Method method, Class<?> type) {
        return guards.computeIfAbsent(
                new MethodClassKey(AopUtils.getMostSpecificMethod(method, type), type), none -> new RunGuard());
    }

    /** A foreign JDK proxy's class has a name that says nothing. */
    private static String name(Method method, Class<?> type) {
        Class<?> named = Proxy.isProxyClass(type) ? method.getDeclaringClass() : type;
        String simple =
                named.isAnonymousClass() || named.isHidden() ? ClassUtils.getShortName(named) : named.getSimpleName();
        return simple + "." + method.getName();
    }

    private static FallbackResult fallback(LeaderOnlyAttribute attribute, ResolvableType returned) {
        return attribute.otherwise() == Otherwise.EMPTY
                ? FallbackResult.emptyOf(returned).orElse(FallbackResult.NOTHING)
                : FallbackResult.skipped(returned.toClass());
    }

    private static int[] leadershipArguments(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return IntStream.range(0, types.length)
                .filter(place -> types[place] == Leadership.class)
                .toArray();
    }
}
