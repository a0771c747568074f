package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ElectionLogTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private final ElectionLog log = new ElectionLog(ElectionSettings.of("shop", "me", Timings.BALANCED), "here");

    @Test
    void warnsOnceOfADurationThatIsNotWaitedFor(CapturedOutput output) {
        LeaseRecord endless = new LeaseRecord("x", Integer.MAX_VALUE, NOW, NOW, 1, null);

        log.read(endless);
        log.read(endless);

        assertThat(output).containsOnlyOnce("records a duration of 2147483647 s; it is waited for 600s at most");
    }

    @Test
    void warnsOfATokenThatCannotBe(CapturedOutput output) {
        Seal seal = new Seal("i", 1, "p", Seal.HIGHEST_TOKEN + 1, false, "x", NOW, null);

        log.read(new LeaseRecord("x", 15, NOW, NOW, 1, seal.toText()));

        assertThat(output).contains("carries the fencing token 4611686018427387905, which cannot be");
    }

    @Test
    void warnsOfASealThatCannotBeRead(CapturedOutput output) {
        log.read(new LeaseRecord("x", 15, NOW, NOW, 1, "v1;token=many"));

        assertThat(output).contains("carries a seal that is damaged").doesNotContain("many");
    }

    @Test
    void saysNothingOfAnOrdinaryRecord(CapturedOutput output) {
        log.read(new LeaseRecord("x", 15, NOW, NOW, 1, null));
        log.read(LeaseRecord.VACANT);

        assertThat(output).doesNotContain("shop");
    }
}
