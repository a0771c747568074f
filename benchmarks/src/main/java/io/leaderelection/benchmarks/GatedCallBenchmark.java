package io.leaderelection.benchmarks;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import io.leaderelection.spi.CallAdmission;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * What a gated call costs, on the leader and on a follower, by one thread and by two, beside a proxy of the same kind
 * whose only interceptor does nothing. Renewals go on meanwhile. Samples have a median, which a busy machine does not
 * move.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GatedCallBenchmark {

    private final Replicas replicas = new Replicas();
    private AnnotationConfigApplicationContext leader;
    private AnnotationConfigApplicationContext follower;
    private CallAdmission admission;
    private Work onTheLeader;
    private Work onAFollower;
    private Work ungated;

    @Setup
    public void elect() {
        leader = replicas.start(Map.of(), Work.class);
        LeaderElection election = leader.getBean(LeaderElections.class).get();
        admission = CallAdmission.of(election);
        Replicas.await("leader", election::isLeader);
        follower = replicas.start(Map.of(), Work.class);
        onTheLeader = leader.getBean(Work.class);
        onAFollower = follower.getBean(Work.class);
        ProxyFactory factory = new ProxyFactory(new Work());
        factory.setProxyTargetClass(true);
        factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
        ungated = (Work) factory.getProxy();
    }

    @TearDown
    public void close() {
        follower.close();
        leader.close();
    }

    @Benchmark
    public @Nullable Object aProxyWithoutTheGate() {
        return ungated.work();
    }

    @Benchmark
    public @Nullable Object onTheLeader() {
        return onTheLeader.work();
    }

    @Benchmark
    public @Nullable Object onAFollower() {
        return onAFollower.work();
    }

    /** What {@link #onTheLeader} is made of, apart from the proxy. */
    @Benchmark
    public void theGateAlone() {
        GatedCall call = admission.tryEnter("work");
        if (call != null) {
            call.close();
        }
    }

    @Benchmark
    @Threads(2)
    public @Nullable Object aProxyWithoutTheGateByTwoThreads() {
        return ungated.work();
    }

    @Benchmark
    @Threads(2)
    public @Nullable Object onTheLeaderByTwoThreads() {
        return onTheLeader.work();
    }

    @Benchmark
    @Threads(2)
    public @Nullable Object onAFollowerByTwoThreads() {
        return onAFollower.work();
    }

    /** Something to call. */
    public static class Work {

        private final Object result = new Object();

        @LeaderOnly(otherwise = Otherwise.SKIP)
        public @Nullable Object work() {
            return result;
        }
    }
}
