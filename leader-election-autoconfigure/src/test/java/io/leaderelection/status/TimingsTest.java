package io.leaderelection.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingsTest {

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void theDefaultsAreThoseOfTheField() {
        assertThat(Timings.BALANCED.leaseDuration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(Timings.BALANCED.renewDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(Timings.BALANCED.retryPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(Timings.BALANCED.renewInterval())
                .isEqualTo(Duration.ofSeconds(10).dividedBy(3));
        assertThat(Timings.BALANCED.attemptTimeout()).isEqualTo(ms(2_500));
        assertThat(Timings.BALANCED.firstPause()).isEqualTo(ms(100));
        assertThat(Timings.BALANCED.leaseSeconds()).isEqualTo(15);
    }

    @Test
    void thePresetsFit() {
        assertThat(Timings.of(ms(10_000), ms(7_000), ms(1_000)).attemptTimeout())
                .isEqualTo(ms(1_750));
        assertThat(Timings.of(ms(30_000), ms(20_000), ms(5_000)).attemptTimeout())
                .isEqualTo(ms(5_000));
        assertThat(Timings.of(ms(3_000), ms(2_000), ms(400)).attemptTimeout()).isEqualTo(ms(500));
    }

    @Test
    void aLeaseDurationIsWholeSeconds() {
        refuses(
                ms(1_500),
                ms(1_000),
                ms(200),
                "lease-duration (1500ms) must be whole seconds, for a Lease stores nothing finer; use 2s");
        refuses(
                Duration.ofSeconds(15).plusNanos(1),
                ms(10_000),
                ms(2_000),
                "lease-duration (PT15.000000001S) must be whole seconds, for a Lease stores nothing finer; use 16s");
    }

    @Test
    void aLeaseDurationFitsIntoALease() {
        refuses(
                Duration.ofSeconds(1L << 31),
                ms(10_000),
                ms(2_000),
                "lease-duration (2147483648s) must be at most 2147483647s, for a Lease stores no more");
    }

    @Test
    void theLeaseOutlastsTheDeadlineByAFifth() {
        refuses(
                ms(15_000),
                ms(13_000),
                ms(2_000),
                "lease-duration (15s) must be at least 1.2 times renew-deadline (13s), so that the old leader has stopped"
                        + " before a new one starts; raise lease-duration or lower renew-deadline");
        assertThat(Timings.of(ms(12_000), ms(10_000), ms(2_000))).isNotNull();
    }

    @Test
    void theDeadlineOutlastsTheRetryPeriod() {
        refuses(
                ms(15_000),
                ms(2_400),
                ms(2_000),
                "renew-deadline (2400ms) must be more than 1.2 times retry-period (2s); lower retry-period");
        assertThat(Timings.of(ms(15_000), ms(2_401), ms(2_000))).isNotNull();
    }

    @Test
    void twoAttemptsFitIntoTheDeadline() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timings(ms(15_000), ms(10_000), ms(2_000), ms(4_900), ms(0)))
                .withMessage(
                        "renew-interval (4900ms) leaves no time for two renewal attempts before renew-deadline (10s):"
                                + " an attempt may take a quarter of the deadline; use at most a third of it");
        assertThat(new Timings(ms(15_000), ms(10_000), ms(2_000), ms(4_899), ms(0)))
                .isNotNull();
    }

    @Test
    void nothingIsZeroOrLess() {
        refuses(Duration.ZERO, ms(10_000), ms(2_000), "lease-duration (0s) must be more than zero");
        refuses(ms(15_000), ms(-1), ms(2_000), "renew-deadline (-1ms) must be more than zero");
        refuses(ms(15_000), ms(10_000), Duration.ZERO, "retry-period (0s) must be more than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timings(ms(15_000), ms(10_000), ms(2_000), Duration.ZERO, ms(0)))
                .withMessage("renew-interval (0s) must be more than zero");
    }

    @Test
    void aRefusalNamesTheLimitsByWholeKeysToo() {
        assertThat(catchThrowableOfType(
                                Timings.UnfitException.class, () -> Timings.of(ms(15_000), ms(2_000), ms(2_000)))
                        .message("shop."))
                .isEqualTo("shop.renew-deadline (2s) must be more than 1.2 times shop.retry-period (2s); lower"
                        + " shop.retry-period");
    }

    private static void refuses(Duration lease, Duration deadline, Duration retry, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timings.of(lease, deadline, retry))
                .withMessage(message);
    }
}
