package io.leaderelection.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves the proof: every wrong way to build an elector is caught by an oracle that is right to catch it. */
@ExtendWith(QuietElections.class)
class MutantTest {

    private static final Logger LOG = LoggerFactory.getLogger("simulation");

    /** Within how many schedules each mutant must be caught. */
    static final int SCHEDULES = 2_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void isCaught(Mutant mutant) throws Throwable {
        mutant.product().run(MutantTest.class, "catches", mutant.name());
    }

    private static void catches(String name) {
        Mutant mutant = Mutant.valueOf(name);
        long caughtAfter = LongStream.rangeClosed(1, SCHEDULES)
                .filter(seed -> isCaughtBy(mutant, ScheduleGenerator.schedule(seed)))
                .findFirst()
                .orElse(-1);

        assertThat(caughtAfter).as("schedules until %s is caught", mutant).isPositive();
        LOG.info("{} is caught by schedule {}", mutant, caughtAfter);
    }

    private static boolean isCaughtBy(Mutant mutant, Schedule schedule) {
        Violation violation = World.play(schedule, mutant);
        return violation != null && mutant.catchers().contains(violation.oracle());
    }
}
