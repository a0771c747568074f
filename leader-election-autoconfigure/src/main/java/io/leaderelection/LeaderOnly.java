package io.leaderelection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Work of the leader. A method so annotated runs where this instance leads at the moment of the call; what a caller gets
 * elsewhere is said by {@link #otherwise}. On a type it holds for every method of its beans. A method's own
 * annotation goes first: its type's election and {@code otherwise} fill in what it leaves out, while
 * {@code interrupt} and {@code runOnGrant} are its own; beans that are a {@link org.springframework.context.Lifecycle} are started and stopped
 * with leadership instead. It may be used as a meta-annotation.
 *
 * <p>A running call belongs to the term that admitted it: the lease is given up in order only when the call has ended,
 * or the drain timeout has passed. For methods that return a {@link java.util.concurrent.CompletionStage}, a reactive
 * type such as {@code Mono} or {@code Flux}, and for suspending functions of Kotlin, the call has ended when the work
 * has. Code inside asks {@link GatedCall#current()} for term, fencing token and time left.
 *
 * <p>Methods are gated by Spring's proxies: calls of a bean on itself are not, and methods that are final, private or
 * static cannot be. Whatever cannot be gated fails at start-up.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface LeaderOnly {

    /** Same as {@link #election}. */
    @AliasFor("election")
    String value() default "";

    /** Name of the election, as configured; may hold placeholders. The default election if empty. */
    @AliasFor("value")
    String election() default "";

    /** What a caller gets where this instance does not lead. */
    Otherwise otherwise() default Otherwise.DEFAULT;

    /**
     * Whether running calls are interrupted when their term ends: the thread of a method is interrupted, a stage that is
     * a {@link java.util.concurrent.Future} is cancelled, the subscription of a reactive type is cancelled and its
     * subscriber told by a {@link NotLeaderException}.
     */
    boolean interrupt() default false;

    /**
     * Whether a {@code @Scheduled} method also runs once at once when leadership is granted, in case the former leader
     * missed a run. Allowed on such methods only.
     */
    boolean runOnGrant() default false;
}
