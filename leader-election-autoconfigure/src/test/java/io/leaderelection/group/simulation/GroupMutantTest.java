package io.leaderelection.group.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.elector.simulation.QuietElections;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves the proof: every wrong way to build a group is caught by an oracle that is right to catch it. */
@ExtendWith(QuietElections.class)
class GroupMutantTest {

    private static final Logger LOG = LoggerFactory.getLogger("simulation");

    /** Within how many schedules each mutant must be caught. */
    private static final int SCHEDULES = 2_000;

    @ParameterizedTest
    @EnumSource
    void isCaught(GroupMutant mutant) throws Throwable {
        mutant.product().run(GroupMutantTest.class, "catches", mutant.name());
    }

    private static void catches(String name) {
        GroupMutant mutant = GroupMutant.valueOf(name);
        long caughtAfter = LongStream.rangeClosed(1, SCHEDULES)
                .filter(seed -> isCaught(mutant, seed))
                .findFirst()
                .orElse(-1);

        assertThat(caughtAfter).as("schedules until %s is caught", mutant).isPositive();
        LOG.info("{} is caught by schedule {}", mutant, caughtAfter);
    }

    private static boolean isCaught(GroupMutant mutant, long seed) {
        AssertionError violation = GroupSchedule.play(seed, GroupWorld.SILENCE);
        return violation != null && mutant.isCaughtBy(violation);
    }
}
