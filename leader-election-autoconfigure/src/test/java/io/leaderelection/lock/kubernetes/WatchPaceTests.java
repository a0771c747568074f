package io.leaderelection.lock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.Trouble;
import io.leaderelection.lock.Trouble.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchPaceTests {

    @ParameterizedTest
    @CsvSource({
        "0, , PT0S",
        "1, , PT0.1S",
        "2, , PT0.2S",
        "3, UNREACHABLE, PT0.4S",
        "7, SERVER, PT6.4S",
        "8, SERVER, PT10S",
        "1000000, TIMEOUT, PT10S",
        "0, SERVER, PT0.1S",
        "1, FORBIDDEN, PT30S",
        "2, FORBIDDEN, PT1M",
        "9, FORBIDDEN, PT5M",
    })
    void pausesGrow(int failures, Kind kind, Duration expected) {
        Trouble trouble = kind == null ? null : new Trouble(kind, "");

        assertThat(pace(0.5).pause(failures, trouble)).isEqualTo(expected);
    }

    @Test
    void pausesAreSpreadSoThatNotAllComeBackAtOnce() {
        assertThat(pace(0).pause(8, null)).isEqualTo(Duration.ofSeconds(5));
        assertThat(pace(1).pause(8, null)).isEqualTo(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @CsvSource({"PT3S, PT3.1S", "PT0S, PT0.1S", "PT24H, PT1M0.1S"})
    void theServersWishIsObeyedUpToAMinute(Duration asked, Duration expected) {
        Trouble trouble = new Trouble(Kind.THROTTLED, "", asked);

        assertThat(pace(0.5).pause(1, trouble)).isEqualTo(expected);
    }

    @Test
    void streamsEndBeforeMostProxiesWouldCutThem() {
        assertThat(pace(0).session()).isEqualTo(250);
        assertThat(pace(0.999).session()).isLessThan(300);
        assertThat(WatchPace.standard().silence()).isGreaterThan(Duration.ofSeconds(65));
    }

    private static WatchPace pace(double random) {
        WatchPace standard = WatchPace.standard();
        return new WatchPace(
                standard.listing(),
                standard.silence(),
                standard.sound(),
                standard.brief(),
                standard.slow(),
                () -> random);
    }
}
