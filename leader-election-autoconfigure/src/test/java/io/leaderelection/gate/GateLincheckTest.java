package io.leaderelection.gate;

import io.leaderelection.GatedCall;
import io.leaderelection.GatedCallListener;
import io.leaderelection.Leadership;
import io.leaderelection.Leadership.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Gate, term and drain under every interleaving that Lincheck's model checker finds: whatever three threads ask, enter and
 * leave while time passes and the elector's thread extends and ends the term, the outcome is one that a single thread
 * could have had. So nobody is admitted once somebody has seen the gate shut, and the end of the work is told once, after
 * the last admitted call.
 *
 * <p>The build plays 20 scenarios of the gate and 5 of the drain with 1,000 interleavings each. For a release:
 *
 * <pre>mvn -pl leader-election-autoconfigure test -Dtest=GateLincheckTest -Dsurefire.failIfNoSpecifiedTests=false
 *     -Dlincheck.scenarios=100 -Dlincheck.invocations=10000</pre>
 */
@Tag("lincheck")
class GateLincheckTest {

    private static final Leadership LEADING =
            new LeadershipSnapshot("test", "a", Role.LEADER, "a", null, 1, 1, Instant.EPOCH, null);

    private static final int SCENARIOS = Integer.getInteger("lincheck.scenarios", 20);

    @Test
    void theGateShutsOnce() {
        options().check(Gate.class);
    }

    @Test
    void theEndOfTheWorkIsToldOnceAndMissesNoCall() {
        // One step for each thread, and nothing before and after: in longer scenarios the term is over too soon.
        options()
                .iterations(Math.max(1, SCENARIOS / 4))
                .actorsBefore(0)
                .actorsPerThread(1)
                .actorsAfter(0)
                .check(Drain.class);
    }

    @Test
    void aGrantOpensNoGateBeforeTheOrdersThatWentAheadOfIt() {
        options().sequentialSpecification(OrdersInARow.class).check(Orders.class);
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(Integer.getInteger("lincheck.invocations", 1_000))
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(InARow.class);
    }

    /** What came of a call. */
    enum Outcome {
        REFUSED,
        DONE,
        /** The end of the work was told while the call was running: what must not be. */
        CALLED_ENDED_WHILE_RUNNING
    }

    /** Asking and closing, while time passes and renewals are confirmed. */
    @Param(name = "time", gen = IntGen.class, conf = "1:2")
    public static class Gate {

        private final TickingClock clock = new TickingClock();
        private final Term term = termOf(clock);

        @Operation
        public boolean asks() {
            return term.isOpen();
        }

        @Operation
        public void closes() {
            term.close();
        }

        @Operation
        public void passes(@Param(name = "time") int millis) {
            clock.millis.addAndGet(millis);
        }

        @Operation(nonParallelGroup = "elector")
        public boolean extend() {
            return term.extend(clock.now());
        }
    }

    /** Asking and telling to step down, while the elector's thread grants terms and comes to those orders. */
    public static class Orders {

        private final ToldElection election = new ToldElection();

        @Operation
        public boolean asks() {
            return election.isLeader();
        }

        @Operation
        public Outcome calls() {
            try (GatedCall admission = election.tryEnter("call")) {
                return admission == null ? Outcome.REFUSED : Outcome.DONE;
            }
        }

        @Operation
        public void stepsDown() {
            election.stepsDown();
        }

        @Operation(nonParallelGroup = "elector")
        public void grants() {
            election.grants();
        }

        @Operation(nonParallelGroup = "elector")
        public boolean carriesOut() {
            return election.carriesOut();
        }
    }

    /** Calling, while the term ends and its work is awaited. */
    public static class Drain {

        private final Term term = termOf(new TickingClock());
        private final AtomicInteger told = new AtomicInteger();
        private volatile boolean ended;

        @Operation
        public Outcome calls() {
            try (GatedCall admission = term.enter("call")) {
                if (admission == null) {
                    return Outcome.REFUSED;
                }
                return told.get() == 0 ? Outcome.DONE : Outcome.CALLED_ENDED_WHILE_RUNNING;
            }
        }

        @Operation(nonParallelGroup = "elector")
        public void end() {
            if (!ended) {
                ended = true;
                term.shut();
                term.calls().whenEnded(told::incrementAndGet);
            }
        }

        @Validate
        public void theEndIsToldOnce() {
            if (told.get() != (ended ? 1 : 0)) {
                throw new IllegalStateException("told %d times".formatted(told.get()));
            }
        }
    }

    /** The same, by one thread: what an order means. */
    public static class OrdersInARow {

        private boolean open;
        private int orders;

        public boolean asks() {
            return open;
        }

        public Outcome calls() {
            return open ? Outcome.DONE : Outcome.REFUSED;
        }

        public void stepsDown() {
            orders++;
            open = false;
        }

        public void grants() {
            open = orders == 0;
        }

        public boolean carriesOut() {
            return orders > 0 && orders-- > 0;
        }
    }

    /** An election whose own thread is one of those that Lincheck plays. */
    private static final class ToldElection extends GatedElection {

        private int waiting;

        private ToldElection() {
            super("test", GatedCallListener.NONE, GateLincheckTest::runAtOnce);
        }

        synchronized void stepsDown() {
            closeGate();
            waiting++;
        }

        synchronized boolean carriesOut() {
            if (waiting == 0) {
                return false;
            }
            waiting--;
            Term ended = term();
            if (ended != null) {
                stopWork(ended);
            }
            orderDone();
            return true;
        }

        void grants() {
            open(Term.endless(), LEADING);
        }

        @Override
        public Leadership leadership() {
            return LEADING;
        }

        @Override
        public void start() {}

        @Override
        public CompletionStage<Void> stop() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void resign() {}

        @Override
        public void resign(Duration pause) {}

        @Override
        public void verify() {}

        @Override
        protected void overran(String call) {}

        @Override
        protected void signalFailed(Throwable failure) {}
    }

    private static TaskThreads.StartedTask runAtOnce(String thread, Runnable task) {
        task.run();
        return () -> {};
    }

    private static Term termOf(ElectorClock clock) {
        Term term = new Term(clock, clock.now(), Duration.ofMillis(3), 1, 1);
        term.introduce(LEADING, GatedCallListener.NONE);
        return term;
    }

    /**
     * The same, by one thread: what the gate means. Times are milliseconds; wall time is left out, for so short a while it
     * has no say.
     */
    public static class InARow {

        private int now;
        private int deadline = 3;
        private boolean over;
        private boolean closed;

        public boolean asks() {
            return !closed && holds();
        }

        public Outcome calls() {
            return asks() ? Outcome.DONE : Outcome.REFUSED;
        }

        public void closes() {
            closed = true;
        }

        public void passes(int millis) {
            now += millis;
        }

        public boolean extend() {
            if (holds()) {
                deadline = Math.max(deadline, now + 3);
            }
            return !over;
        }

        public void end() {
            over = true;
        }

        private boolean holds() {
            over |= now >= deadline;
            return !over;
        }
    }

    private static final class TickingClock implements ElectorClock {

        private final AtomicInteger millis = new AtomicInteger();

        @Override
        public long nanoTime() {
            return millis.get() * 1_000_000L;
        }

        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public long bootNanos() {
            return NO_BOOT_TIME;
        }
    }
}
