package io.leaderelection.spring.leaderonly;

import java.util.Optional;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;

/** Checks that callers of a gated method can get what its attribute promises them on other instances. */
final class ReturnCheck {

    private final MarkedMethod marked;
    private final LeaderOnlyAttribute attribute;
    private final ReturnKind kind;
    private final ResolvableType returned;

    ReturnCheck(MarkedMethod marked) {
        this.marked = marked;
        this.attribute = marked.attribute();
        this.kind = ReturnKind.of(marked.method());
        this.returned = ReturnKind.returned(marked.method(), marked.type());
    }

    Optional<Violation> violation() {
        if (kind == ReturnKind.UNKNOWN) {
            return violation(
                    "returns %s, whose end cannot be seen: its work would go on beyond the term",
                    "Return CompletionStage or CompletableFuture; for reactive types add io.projectreactor:reactor-core,"
                            + " for suspending functions org.jetbrains.kotlinx:kotlinx-coroutines-reactor.");
        }
        return returnsNothing() ? Optional.empty() : ofFallback();
    }

    /** What a caller gets on another instance has to be said, and to be possible. */
    private Optional<Violation> ofFallback() {
        return switch (attribute.otherwise()) {
            case THROW -> Optional.empty();
            case DEFAULT ->
                violation(
                        "returns %s, and does not say what callers get on an instance that does not lead",
                        "Choose: @LeaderOnly(otherwise = Otherwise.THROW), SKIP or EMPTY.");
            case SKIP ->
                isGivenNull() && refusesNull()
                        ? violation(
                                "returns %s, which cannot be null as Otherwise.SKIP would make it",
                                "Use Otherwise.THROW, for an Optional or a collection Otherwise.EMPTY, or let the type allow null.")
                        : Optional.empty();
            case EMPTY ->
                isEmptyWithoutValue() || FallbackResult.emptyOf(returned).isPresent()
                        ? Optional.empty()
                        : violation(
                                "returns %s, of which Otherwise.EMPTY knows no empty value",
                                "Use Otherwise.THROW or SKIP.");
        };
    }

    private boolean isGivenNull() {
        return kind == ReturnKind.BLOCKING || (kind == ReturnKind.SUSPENDING && !ReturnKind.isFlow(marked.method()));
    }

    /** As the type says, or Kotlin, or the annotations of JSpecify. */
    private boolean refusesNull() {
        return FallbackResult.refusesNull(returned.toClass())
                || Nullness.forMethodReturnType(marked.method()) == Nullness.NON_NULL;
    }

    /** A publisher may complete without an element. */
    private boolean isEmptyWithoutValue() {
        return kind == ReturnKind.REACTIVE || (kind == ReturnKind.SUSPENDING && ReturnKind.isFlow(marked.method()));
    }

    /** Kotlin's unit is its void. */
    private boolean returnsNothing() {
        Class<?> type = returned.toClass();
        return type == void.class
                || (kind == ReturnKind.SUSPENDING && type.getName().equals("kotlin.Unit"));
    }

    private Optional<Violation> violation(String reason, String action) {
        return marked.violation(reason.formatted(returned), action);
    }
}
