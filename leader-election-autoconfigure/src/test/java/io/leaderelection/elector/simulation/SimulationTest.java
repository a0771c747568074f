package io.leaderelection.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
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
 * {@code simulation.first}, the seed of the first; {@code simulation.seed}, to play only this one.
 */
@ExtendWith(QuietElections.class)
class SimulationTest {

    private static final Logger LOG = LoggerFactory.getLogger("simulation");

    static final int SCHEDULES_OF_THE_BUILD = 20_000;

    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", SCHEDULES_OF_THE_BUILD);
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long STRIDE = 25_000;

    @Test
    void everyPromiseHoldsInEverySchedule() {
        Long single = Long.getLong("simulation.seed");
        long from = single == null ? FIRST : single;
        long to = single == null ? FIRST + SCHEDULES : single + 1;
        long start = System.nanoTime();

        LongAdder played = new LongAdder();
        Optional<Finding> finding = LongStream.range(from, to)
                .parallel()
                .mapToObj(seed -> played(seed, played, to - from, start))
                .filter(Objects::nonNull)
                .findFirst();

        finding.ifPresent(found -> fail(found.report()));
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.info("{} schedules in {} s: {} a second", to - from, (long) seconds, (long) ((to - from) / seconds));
    }

    /** Plays a schedule. In a long run it tells how far that is, and at once what has failed. */
    private static @Nullable Finding played(long seed, LongAdder played, long all, long start) {
        Finding finding = Finding.in(ScheduleGenerator.schedule(seed));
        played.increment();
        if (finding != null) {
            LOG.error("Seed {}: {}", seed, finding.violation().getMessage());
        } else if (seed % STRIDE == 0) {
            long sum = played.sum();
            double secondsEach = (System.nanoTime() - start) / 1e9 / sum;
            LOG.info("{} schedules played, some {} s left", sum, (long) (secondsEach * (all - sum)));
        }
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
