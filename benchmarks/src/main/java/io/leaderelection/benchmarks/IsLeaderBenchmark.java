package io.leaderelection.benchmarks;

import io.leaderelection.GatedCallListener;
import io.leaderelection.LeaderElection;
import io.leaderelection.Leadership;
import io.leaderelection.LossReason;
import io.leaderelection.elector.ElectionSettings;
import io.leaderelection.elector.LeadershipListener;
import io.leaderelection.elector.LeaseLeaderElection;
import io.leaderelection.elector.Ports;
import io.leaderelection.elector.system.ElectorThreads;
import io.leaderelection.elector.system.SystemClock;
import io.leaderelection.elector.system.SystemRandomness;
import io.leaderelection.lock.memory.MemoryLeaseStore;
import io.leaderelection.lock.memory.MemoryLeases;
import io.leaderelection.status.Timings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to ask whether this instance leads, on the leader and on a follower, while renewals go on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class IsLeaderBenchmark {

    private final ElectorThreads threads = new ElectorThreads(IsLeaderBenchmark.class.getClassLoader());
    private final MemoryLeases leases = new MemoryLeases();
    private final SystemClock clock = new SystemClock();
    private final SystemRandomness randomness = new SystemRandomness();
    private final CountDownLatch granted = new CountDownLatch(1);
    private LeaderElection leader;
    private LeaderElection follower;

    @Setup
    public void elect() throws InterruptedException {
        leader = campaign("leader");
        if (!granted.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("No leader within 10 s");
        }
        follower = campaign("follower");
    }

    @TearDown
    public void stop() {
        threads.close();
    }

    @Benchmark
    public boolean onTheLeader() {
        return leader.isLeader();
    }

    @Benchmark
    public boolean onAFollower() {
        return follower.isLeader();
    }

    /** What the clock itself costs: the two readings that every question needs. */
    @Benchmark
    public long theClockAlone() {
        return clock.nanoTime() + clock.wallMillis();
    }

    private LeaseLeaderElection campaign(String identity) {
        LeaseLeaderElection election = new LeaseLeaderElection(
                ElectionSettings.of("benchmark", identity, Timings.BALANCED),
                new MemoryLeaseStore(leases, "benchmark", threads.requests()),
                new Ports(clock, threads, randomness, threads.serial(identity), threads, randomness.nextName()),
                new FirstGrant(),
                GatedCallListener.NONE);
        election.start();
        return election;
    }

    private final class FirstGrant implements LeadershipListener {

        @Override
        public void granted(Leadership leadership) {
            granted.countDown();
        }

        @Override
        public void revoked(Leadership leadership, LossReason reason) {
            throw new IllegalStateException("The benchmark lost its lease: " + reason);
        }

        @Override
        public void leaderChanged(Leadership leadership) {
            // Nothing depends on it here.
        }
    }
}
