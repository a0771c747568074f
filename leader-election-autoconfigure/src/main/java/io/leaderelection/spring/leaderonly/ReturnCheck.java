package io.leaderelection.spring.leaderonly;

import io.leaderelection.Otherwise;
import java.lang.reflect.Method;
import java.util.Optional;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;

/** Whether callers of a gated method can get what its rule promises them on other instances. */
final class ReturnCheck {

    private final String where;
    private final GateRule rule;
    private final Method method;
    private final ReturnKind kind;
    private final ResolvableType returned;

    /**
     * @param where the method in words, to begin a sentence with
     * @param type the class of the bean
     */
    ReturnCheck(String where, GateRule rule, Method method, Class<?> type) {
        this.where = where;
        this.rule = rule;
        this.kind = ReturnKind.of(method);
        this.method = method;
        this.returned = ReturnKind.returned(method, type);
    }

    Optional<Refusal> refusal() {
        if (kind == ReturnKind.UNKNOWN) {
            return refuse(
                    "returns %s, whose end cannot be seen: its work would go on beyond the term".formatted(returned),
                    "Return CompletionStage or CompletableFuture; for reactive types add io.projectreactor:reactor-core,"
                            + " for suspending functions org.jetbrains.kotlinx:kotlinx-coroutines-reactor.");
        }
        if (returnsNothing() || rule.otherwise() == Otherwise.THROW) {
            return Optional.empty();
        }
        return switch (rule.otherwise()) {
            case DEFAULT ->
                refuse(
                        "returns %s, and does not say what callers get on an instance that does not lead"
                                .formatted(returned),
                        "Choose: @LeaderOnly(otherwise = Otherwise.THROW), SKIP or EMPTY.");
            case SKIP -> skip();
            case EMPTY -> empty();
            case THROW -> Optional.empty();
        };
    }

    private Optional<Refusal> skip() {
        return isGivenNull() && refusesNull()
                ? refuse(
                        "returns %s, which cannot be null as Otherwise.SKIP would make it".formatted(returned),
                        "Use Otherwise.THROW, for an Optional or a collection Otherwise.EMPTY, or let the type allow null.")
                : Optional.empty();
    }

    private boolean isGivenNull() {
        return kind == ReturnKind.BLOCKING || (kind == ReturnKind.SUSPENDING && !ReturnKind.isFlow(method));
    }

    /** As the type says, or Kotlin, or the annotations of JSpecify. */
    private boolean refusesNull() {
        return FollowerResult.refusesNull(returned.toClass())
                || Nullness.forMethodReturnType(method) == Nullness.NON_NULL;
    }

    private Optional<Refusal> empty() {
        boolean possible = kind == ReturnKind.REACTIVE
                || (kind == ReturnKind.SUSPENDING && ReturnKind.isFlow(method))
                || FollowerResult.emptyOf(returned).isPresent();
        return possible
                ? Optional.empty()
                : refuse(
                        "returns %s, of which Otherwise.EMPTY knows no empty value".formatted(returned),
                        "Use Otherwise.THROW or SKIP.");
    }

    /** Kotlin's unit is its void. */
    private boolean returnsNothing() {
        Class<?> type = returned.toClass();
        return type == void.class
                || (kind == ReturnKind.SUSPENDING && type.getName().equals("kotlin.Unit"));
    }

    private Optional<Refusal> refuse(String what, String action) {
        return Optional.of(new Refusal(where + " " + what + ".", action));
    }
}
