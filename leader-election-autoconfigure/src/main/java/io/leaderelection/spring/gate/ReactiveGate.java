package io.leaderelection.spring.gate;

import io.leaderelection.GatedCall;
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

    private Mono<?> one(MethodInvocation invocation) {
        GatedCall call = method.enter();
        if (call == null) {
            return Mono.empty();
        }
        Mono<?> work = Mono.from(work(call, invocation));
        return (method.interrupts() ? work.takeUntilOther(stopped(call)) : work)
                .doFinally(signal -> call.close())
                .contextWrite(context -> context.put(GatedCall.class, call));
    }

    private Flux<?> many(MethodInvocation invocation) {
        GatedCall call = method.enter();
        if (call == null) {
            return Flux.empty();
        }
        Flux<?> work = Flux.from(work(call, invocation));
        return (method.interrupts() ? work.takeUntilOther(stopped(call)) : work)
                .doFinally(signal -> call.close())
                .contextWrite(context -> context.put(GatedCall.class, call));
    }

    /** Calls the method; what it throws is what its publisher fails with. */
    private Publisher<?> work(GatedCall call, MethodInvocation invocation) {
        try {
            return toPublisher.apply(method.proceed(call, new Replay(invocation)));
        } catch (Exception | Error thrown) {
            return Mono.error(thrown);
        }
    }

    /** Fails when the call's term ends, on a thread that may be kept. */
    private Mono<?> stopped(GatedCall call) {
        return Mono.create(sink -> call.onStop(() -> sink.error(method.ended())))
                .publishOn(Schedulers.boundedElastic());
    }
}
