package io.leaderelection.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a search must find, and must not; both are logged with what it took. */
public final class SearchedPaths {

    private static final Logger LOG = LoggerFactory.getLogger("simulation");

    private SearchedPaths() {}

    /**
     * No path breaks a promise.
     *
     * @param start where they begin, for the log
     */
    public static void assertNoneBreaksAPromise(String start, Search search) {
        long begun = System.nanoTime();

        CounterExample counterExample = search.run(violation -> true);

        assertThat(counterExample)
                .as(() -> Objects.requireNonNull(counterExample).describe())
                .isNull();
        LOG.info(
                "{}: {} moves tried, {} positions, {} s",
                start,
                search.tried(),
                search.positions(),
                (System.nanoTime() - begun) / 1_000_000_000L);
    }

    /**
     * The shortest path to a mistake has so many events.
     *
     * @param mistake which it is, and where the paths begin, for the log
     * @param sought the violations by which it is found
     */
    public static void assertShortestHas(int events, String mistake, Search search, Predicate<Throwable> sought) {
        CounterExample counterExample = search.run(sought);

        assertThat(counterExample).as("%s, in %d events", mistake, events).isNotNull();
        assertThat(counterExample.events()).as(counterExample.describe()).isEqualTo(events);
        LOG.info("{}, {} moves tried: {}", mistake, search.tried(), counterExample.describe());
    }
}
