package io.leaderelection.spring.leaderonly;

import io.leaderelection.GatedCall;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.core.ReactiveAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * The gate of a method whose work is done by subscriptions. Each subscription calls the method anew, and the call ends with
 * the subscription. The code inside also finds its call in the subscriber's context, by the key {@code GatedCall.class}.
 */
final class ReactiveGate implements CallGate {

    /** As Micrometer's accessor of the current observation has it, whose library is optional. */
    private static final String OBSERVATION = "micrometer.observation";

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
        Flux<Object> gated = Flux.deferContextual(subscriber -> gated(invocation, subscriber));
        return fromPublisher.apply(single ? gated.singleOrEmpty() : gated);
    }

    private Flux<Object> gated(MethodInvocation invocation, ContextView subscriber) {
        GatedCall call = method.enter(invocation);
        if (call == null) {
            return Flux.from(Mono.justOrEmpty(skip(invocation, subscriber)));
        }
        Flux<Object> work = work(call, invocation);
        return (method.interrupts() ? stoppable(call, work, invocation) : work)
                .doFinally(signal -> call.close())
                .contextWrite(context -> context.put(GatedCall.class, call));
    }

    /** Observers of a subscription find it in the subscriber's context. */
    private @Nullable Object skip(MethodInvocation invocation, ContextView subscriber) {
        SkippedRuns.mark(subscriber.getOrDefault(OBSERVATION, null), invocation.getMethod());
        return method.skip(invocation);
    }

    /** Calls the method. If it throws, the publisher fails. */
    private Flux<Object> work(GatedCall call, MethodInvocation invocation) {
        try {
            return Flux.from(toPublisher.apply(method.proceed(call, new Replay(invocation))));
        } catch (Exception | Error thrown) {
            return Flux.error(thrown);
        }
    }

    private Flux<Object> stoppable(GatedCall call, Flux<Object> work, MethodInvocation invocation) {
        AtomicBoolean ended = new AtomicBoolean();
        return work.doOnTerminate(() -> ended.set(true))
                .takeUntilOther(stop(call))
                .concatWith(failUnless(ended, invocation));
    }

    /** Signals the end of the call's term, on a thread that may block. A failure would not cancel the work. */
    private static Mono<Boolean> stop(GatedCall call) {
        return Mono.<Boolean>create(sink -> call.onStop(() -> sink.success(true)))
                .publishOn(Schedulers.boundedElastic());
    }

    /** A publisher that was cut off must not seem complete. */
    private Mono<Object> failUnless(AtomicBoolean ended, MethodInvocation invocation) {
        return Mono.defer(() -> ended.get() ? Mono.empty() : Mono.error(method.ended(invocation)));
    }

    /** The rest of an invocation, to be run again, later and on another thread, where aspects still find it. */
    private static final class Replay implements MethodInvocation {

        private final MethodInvocation invocation;

        Replay(MethodInvocation invocation) {
            this.invocation = ((ProxyMethodInvocation) invocation).invocableClone();
        }

        @Override
        public @Nullable Object proceed() throws Throwable {
            return ExposeInvocationInterceptor.INSTANCE.invoke(invocation);
        }

        @Override
        public Method getMethod() {
            return invocation.getMethod();
        }

        @Override
        public @Nullable Object[] getArguments() {
            return invocation.getArguments();
        }

        @Override
        public @Nullable Object getThis() {
            return invocation.getThis();
        }

        @Override
        public AccessibleObject getStaticPart() {
            return invocation.getStaticPart();
        }
    }
}
