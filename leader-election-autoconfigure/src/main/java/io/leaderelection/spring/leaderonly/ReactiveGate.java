package io.leaderelection.spring.leaderonly;

import io.leaderelection.GatedCall;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The gate of a method whose work is done by subscribers: the method is called when somebody subscribes, each time anew,
 * and the call ends with the subscription. The code inside finds its call in the subscriber's context too, by the key
 * {@code GatedCall.class}.
 */
final class ReactiveGate implements CallGate {

    private final GatedMethod method;
    private final boolean single;
    private final Function<@Nullable Object, Publisher<?>> toPublisher;
    private final Function<Publisher<?>, Object> fromPublisher;

    private ReactiveGate(
            GatedMethod method,
            boolean single,
            Function<@Nullable Object, Publisher<?>> toPublisher,
            Function<Publisher<?>, Object> fromPublisher) {
        this.method = method;
        this.single = single;
        this.toPublisher = toPublisher;
        this.fromPublisher = fromPublisher;
    }

    /** For a method that returns a reactive type. */
    static ReactiveGate of(GatedMethod method, ReactiveAdapter adapter) {
        return new ReactiveGate(method, !adapter.isMultiValue(), adapter::toPublisher, adapter::fromPublisher);
    }

    /** For a suspending function of Kotlin, which Spring's proxies hand on as a publisher. */
    static ReactiveGate ofSuspending(GatedMethod method, boolean flow) {
        return new ReactiveGate(
                method,
                !flow,
                result -> result instanceof Publisher<?> publisher ? publisher : Mono.justOrEmpty(result),
                publisher -> publisher);
    }

    @Override
    public Object invoke(MethodInvocation invocation) {
        return fromPublisher.apply(single ? Mono.defer(() -> one(invocation)) : Flux.defer(() -> many(invocation)));
    }

    private Mono<Object> one(MethodInvocation invocation) {
        GatedCall call = method.enter();
        if (call == null) {
            return Mono.justOrEmpty(method.result());
        }
        Mono<Object> work = Mono.from(work(call, invocation));
        return (method.interrupts() ? stoppable(call, work) : work)
                .doFinally(signal -> call.close())
                .contextWrite(context -> context.put(GatedCall.class, call));
    }

    private Flux<Object> many(MethodInvocation invocation) {
        GatedCall call = method.enter();
        if (call == null) {
            return Flux.empty();
        }
        Flux<Object> work = Flux.from(work(call, invocation));
        return (method.interrupts() ? stoppable(call, work) : work)
                .doFinally(signal -> call.close())
                .contextWrite(context -> context.put(GatedCall.class, call));
    }

    /** Calls the method; what it throws is what its publisher fails with. */
    private Publisher<Object> work(GatedCall call, MethodInvocation invocation) {
        try {
            return Flux.from(toPublisher.apply(method.proceed(call, new Replay(invocation))));
        } catch (Exception | Error thrown) {
            return Mono.error(thrown);
        }
    }

    private Mono<Object> stoppable(GatedCall call, Mono<Object> work) {
        AtomicBoolean ended = new AtomicBoolean();
        return work.doOnTerminate(() -> ended.set(true))
                .takeUntilOther(stop(call))
                .switchIfEmpty(failUnless(ended));
    }

    private Flux<Object> stoppable(GatedCall call, Flux<Object> work) {
        AtomicBoolean ended = new AtomicBoolean();
        return work.doOnTerminate(() -> ended.set(true))
                .takeUntilOther(stop(call))
                .concatWith(failUnless(ended));
    }

    /** Tells when the call's term ends, on a thread that may be kept. Not by a failure: that would cancel nothing. */
    private static Mono<Boolean> stop(GatedCall call) {
        return Mono.<Boolean>create(sink -> call.onStop(() -> sink.success(true)))
                .publishOn(Schedulers.boundedElastic());
    }

    /** What was cut off is not complete. */
    private Mono<Object> failUnless(AtomicBoolean ended) {
        return Mono.defer(() -> ended.get() ? Mono.empty() : Mono.error(method.ended()));
    }
}
