package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.autoconfigure.ElectionProperties.TimingPreset;
import io.leaderelection.status.Timings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/timings.md} tells of each preset follows from its times. */
class TimingsPageTests {

    @ParameterizedTest
    @EnumSource
    void theRowOfAPresetFollowsFromItsTimes(TimingPreset preset) throws IOException {
        String beginning = "| `%s` | ".formatted(preset.name().toLowerCase(Locale.ROOT));

        assertThat(Files.readAllLines(Path.of("..", "docs", "timings.md")))
                .filteredOn(line -> line.startsWith(beginning))
                .singleElement()
                .asString()
                .startsWith(beginning + columns(preset.timings()) + " |");
    }

    private static String columns(Timings timings) {
        double lease = seconds(timings.leaseDuration());
        double deadline = seconds(timings.renewDeadline());
        double retry = seconds(timings.retryPeriod());
        double interval = seconds(timings.renewInterval());
        double outage = Math.floor((deadline - interval - retry) * 10) / 10;
        return String.format(
                Locale.ROOT,
                "%.0f / %.0f / %.0f s | %.0f–%.0f s | %.1f s | %.0f",
                lease,
                deadline,
                retry,
                lease - interval,
                lease,
                outage,
                60 / interval);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
