package io.leaderelection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Work of the leader. An annotated method runs only if this instance leads at the moment of the call;
 * {@link #otherwise} says what a caller gets elsewhere. The annotation may be used as a meta-annotation.
 *
 * <p>On a type it holds for every method of its beans. A method's own annotation goes first: it takes election and
 * {@code otherwise} from its type where it leaves them out, but not {@code interrupt} and {@code runOnGrant}. Beans
 * that are a {@link org.springframework.context.Lifecycle} are not gated: they are started and stopped with leadership.
 *
 * <p>A running call belongs to the term that admitted it: the lease is not released before the call has ended, or the
 * drain timeout has passed. If the method returns a {@link java.util.concurrent.CompletionStage} or a reactive type
 * such as {@code Mono} or {@code Flux}, or is a suspending function of Kotlin, the call ends with its work. Code inside
 * asks {@link GatedCall#current()} for term, fencing token and time left.
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

    /**
     * Name of the group whose shards the work belongs to, as configured; may hold placeholders. Takes the place of
     * {@link #election}. With a {@link #key}, a call runs where the key's shard is owned. Without one, the method is
     * {@code @Scheduled} and runs once for each shard that this instance owns, one after the other:
     * {@link ShardGroup#current()} tells which.
     */
    String group() default "";

    /**
     * What a call of a {@link #group} is about, as an expression over the arguments: {@code "#order.customerId"}. Arguments
     * have their names, or {@code #p0}, {@code #p1} and so on. The key is the text of the value, which is a simple one: a
     * text, a number, a date, an enum or the like.
     */
    String key() default "";

    /** What a caller gets where this instance does not lead. */
    Otherwise otherwise() default Otherwise.DEFAULT;

    /**
     * Whether running calls are interrupted when their term ends: the thread of a method is interrupted, a stage that
     * is a {@link java.util.concurrent.Future} is cancelled, the subscription of a reactive type is cancelled and its
     * subscriber told by a {@link NotLeaderException}.
     */
    boolean interrupt() default false;

    /**
     * Whether the method also runs once when leadership is granted, in case the former leader missed a run. Allowed
     * only on {@code @Scheduled} methods that return {@code void}.
     */
    boolean runOnGrant() default false;
}
