package io.leaderelection.spring.gate;

import io.leaderelection.Leadership;
import io.leaderelection.Otherwise;
import java.lang.reflect.Method;
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
     * @param type the class of the bean
     */
    CallGate of(Method method, Class<?> type) {
        return rules.find(method, type)
                .map(rule -> gate(rule, method, ClassUtils.getUserClass(type)))
                .orElse(CallGate.NONE);
    }

    private CallGate gate(GateRule rule, Method method, Class<?> type) {
        ResolvableType returned = ResolvableType.forMethodReturnType(method, type);
        GatedMethod gated = new GatedMethod(
                (type.isAnonymousClass() || type.isHidden() ? ClassUtils.getShortName(type) : type.getSimpleName())
                        + "."
                        + method.getName(),
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
