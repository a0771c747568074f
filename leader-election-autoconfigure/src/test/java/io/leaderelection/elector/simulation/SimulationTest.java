package io.leaderelection.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays schedules of faults against the product's elector. System properties: {@code simulation.schedules}, how many;
 * {@code simulation.first}, the seed of the first; {@code simulation.seed}, to play only those of this one.
 */
@ExtendWith(QuietElections.class)
class SimulationTest {

    private static final Logger LOG = LoggerFactory.getLogger("simulation");

    static final int SCHEDULES_OF_THE_BUILD = 20_000;

    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", SCHEDULES_OF_THE_BUILD);

    /** A tenth as many in which nothing goes wrong, but replicas are stopped, started and asked to step down. */
    private static final int PLANNED = SCHEDULES / 10;

    private static final long FIRST = Long.getLong("simulation.first", 1);

    @Test
    void everyPromiseHoldsInEverySchedule() {
        play(SCHEDULES, ScheduleGenerator::schedule);
    }

    /** A release that everybody hears of is followed by a grant, not by a lease duration. */
    @Test
    void nobodyWaitsForTheEndOfALeaseWhereAllIsPlanned() {
        play(PLANNED, ScheduleGenerator::planned);
    }

    private static void play(int count, LongFunction<Schedule> schedules) {
        Long single = Long.getLong("simulation.seed");
        long from = single == null ? FIRST : single;
        long to = single == null ? FIRST + count : single + 1;
        Progress progress = new Progress(to - from);
        Optional<Finding> finding = LongStream.range(from, to)
                .parallel()
                .mapToObj(seed -> played(schedules.apply(seed), progress))
                .filter(Objects::nonNull)
                .findFirst();

        finding.ifPresent(found -> fail(found.report()));
        progress.tellEnd();
    }

    /** Plays a schedule. A long run tells at once what has failed. */
    private static @Nullable Finding played(Schedule schedule, Progress progress) {
        Finding finding = Finding.in(schedule);
        if (finding != null) {
            LOG.error("Seed {}: {}", schedule.seed(), finding.violation().getMessage());
        }
        progress.played();
        return finding;
    }

    /** Schedules that once showed a mistake. */
    @ParameterizedTest
    @EnumSource
    void noMistakeComesBack(RecordedSchedule recorded) {
        Finding finding = Finding.in(recorded.schedule());

        assertThat(finding).as(() -> Objects.requireNonNull(finding).report()).isNull();
    }

    /** Whatever was played before it in the same JVM. In this schedule whatever a process does changes what follows. */
    @Test
    void oneSeedIsOneStory() {
        Schedule schedule = ScheduleGenerator.schedule(5);
        List<String> story = storyOf(schedule);
        for (long other = 6; other <= 15; other++) {
            World.play(ScheduleGenerator.schedule(other), Mutant.NONE);
        }

        assertThat(storyOf(schedule)).isEqualTo(story).hasSizeGreaterThan(100);
    }

    private static List<String> storyOf(Schedule schedule) {
        List<String> story = new ArrayList<>();
        World.play(schedule, Mutant.NONE, story::add);
        return story;
    }
}
