package io.leaderelection.lock.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoreFailure.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTimingsTests {

    @ParameterizedTest
    @CsvSource({
        "0, , PT0S",
        "1, , PT0.1S",
        "2, , PT4S",
        "3, UNREACHABLE, PT8S",
        "4, SERVER, PT10S",
        "1000000, TIMEOUT, PT10S",
        "0, SERVER, PT0.1S",
        "1, FORBIDDEN, PT30S",
        "2, FORBIDDEN, PT1M",
        "9, FORBIDDEN, PT5M",
    })
    void pausesGrow(int failures, Kind kind, Duration expected) {
        StoreFailure failure = kind == null ? null : new StoreFailure(kind, "");

        assertThat(pace(0.5).pause(failures, failure)).isEqualTo(expected);
    }

    @Test
    void pausesAreSpreadSoThatNotAllComeBackAtOnce() {
        assertThat(pace(0).pause(8, null)).isEqualTo(Duration.ofSeconds(5));
        assertThat(pace(1).pause(8, null)).isEqualTo(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @CsvSource({"PT3S, PT3.1S", "PT0S, PT0.1S", "PT24H, PT1M0.1S"})
    void theServersWishIsObeyedUpToAMinute(Duration asked, Duration expected) {
        StoreFailure failure = new StoreFailure(Kind.THROTTLED, "", asked);

        assertThat(pace(0.5).pause(1, failure)).isEqualTo(expected);
    }

    @Test
    void streamsEndBeforeMostProxiesWouldCutThem() {
        assertThat(pace(0).session()).isEqualTo(250);
        assertThat(pace(0.999).session()).isLessThan(300);
        assertThat(WatchTimings.standard().silence()).isGreaterThan(Duration.ofSeconds(65));
    }

    /** The elector's own requests are bounded by its RequestRateLimiter; these come on top of them. */
    @ParameterizedTest
    @CsvSource({"PT2S, 4", "PT1M, 54"})
    void noServerCanBringAboutMoreRequestsThanThese(Duration within, int requests) {
        Map<List<Long>, Integer> known = new HashMap<>();

        assertThat(IntStream.rangeClosed(0, 4).map(failures -> mostRequests(failures, within, known)))
                .as("after so many failures")
                .contains(requests)
                .allMatch(most -> most <= requests);
    }

    /**
     * What the worst of all servers brings about within that time, from an attempt on, where pauses are as short as can
     * be: it may end each attempt at once or as soon as it is a good one, with or without a failure.
     */
    private static int mostRequests(int failures, Duration left, Map<List<Long>, Integer> known) {
        if (left.isNegative()) {
            return 0;
        }
        List<Long> position = List.of((long) failures, left.toNanos());
        Integer before = known.get(position);
        if (before != null) {
            return before;
        }
        WatchTimings pace = pace(0);
        int then = 0;
        for (Duration lasts : List.of(Duration.ZERO, pace.sound())) {
            int failed = lasts.isZero() ? Math.min(failures + 1, 4) : 0;
            for (StoreFailure failure : new StoreFailure[] {null, new StoreFailure(Kind.SERVER, "")}) {
                Duration rest = left.minus(lasts).minus(pace.pause(failed, failure));
                then = Math.max(then, mostRequests(failed, rest, known));
            }
        }
        known.put(position, 2 + then); // a list and a stream
        return 2 + then;
    }

    private static WatchTimings pace(double random) {
        WatchTimings standard = WatchTimings.standard();
        return new WatchTimings(
                standard.listing(),
                standard.silence(),
                standard.sound(),
                standard.brief(),
                standard.slow(),
                standard.flood(),
                () -> random);
    }
}
