package io.leaderelection.spring.leaderonly;

import io.leaderelection.Leadership;
import io.leaderelection.Otherwise;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Makes the gates of methods. Any thread. */
final class CallGates {

    private final GateRules rules;
    private final ElectionLookup elections;
    private final RunsInProgress runs;

    CallGates(GateRules rules, ElectionLookup elections, RunsInProgress runs) {
        this.rules = rules;
        this.elections = elections;
        this.runs = runs;
    }

    /**
     * The gate of a method.
     *
     * @param method the method as it is called, possibly an interface's
     * @param type the class of what is called, which may be somebody else's proxy
     * @throws IllegalStateException if there is no rule for it: who asks has been told that there is one
     */
    CallGate of(Method method, Class<?> type) {
        return rules.find(method, type)
                .map(rule -> gate(rule, method, ClassUtils.getUserClass(type)))
                .orElseThrow(() -> new IllegalStateException(
                        "%s of %s is not called: its proxy gates it as @LeaderOnly, but the annotation is not found; put it on the method as the bean's class or interface declares it"
                                .formatted(method, type.getName())));
    }

    private CallGate gate(GateRule rule, Method method, Class<?> type) {
        ResolvableType returned = ReturnKind.returned(method, type);
        GatedMethod gated = new GatedMethod(
                name(method, type),
                rule,
                result(rule, returned),
                () -> elections.named(rule.election()),
                leadershipArguments(method));
        CallGate gate = switch (ReturnKind.of(method)) {
            case STAGE -> new StageGate(gated);
            case REACTIVE -> ReactiveGate.of(gated, Objects.requireNonNull(ReturnKind.adapter(method.getReturnType())));
            case SUSPENDING -> ReactiveGate.ofSuspending(gated, ReturnKind.isFlow(method));
            case BLOCKING, UNKNOWN -> new BlockingGate(gated);
        };
        return rule.runOnGrant() ? new OneAtATimeGate(gate, runs, RunsInProgress.Work.of(method, type)) : gate;
    }

    /** A foreign JDK proxy's class has a name that says nothing. */
    private static String name(Method method, Class<?> type) {
        Class<?> named = Proxy.isProxyClass(type) ? method.getDeclaringClass() : type;
        String simple =
                named.isAnonymousClass() || named.isHidden() ? ClassUtils.getShortName(named) : named.getSimpleName();
        return simple + "." + method.getName();
    }

    private static FollowerResult result(GateRule rule, ResolvableType returned) {
        if (rule.otherwise() == Otherwise.EMPTY) {
            return FollowerResult.emptyOf(returned).orElse(FollowerResult.NOTHING);
        }
        return FollowerResult.skipped(returned.toClass());
    }

    private static int[] leadershipArguments(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return IntStream.range(0, types.length)
                .filter(place -> types[place] == Leadership.class)
                .toArray();
    }
}
