package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LossReason;
import io.leaderelection.gate.ManualClock;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.status.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ElectionLogTest {

    /** No other election of this JVM has it, and what others log is passed over. */
    private static final String NAME = "told-in-a-log";

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final StoreFailure FORBIDDEN = new StoreFailure(StoreFailure.Kind.FORBIDDEN, "get: 403");
    private static final StoreFailure SILENCE = new StoreFailure(StoreFailure.Kind.TIMEOUT, "no answer");

    private final ManualClock clock = new ManualClock();
    private final ElectionLog log = new ElectionLog(ElectionSettings.of(NAME, "me", Timings.BALANCED), "here", clock);

    @Test
    void saysAtTheStartWhatASupporterWillAsk(CapturedOutput output) {
        log.started("i-1");

        assertThat(output)
                .contains(
                        "Election 'told-in-a-log': campaigning as 'me' (incarnation i-1) for here; lease-duration 15s,"
                                + " renew-deadline 10s, retry-period 2s, renew-interval 3333ms, drain-timeout 20s; leader-election ");
    }

    @Test
    void tellsATermInOneLineAtItsBeginningAndOneAtItsEnd(CapturedOutput output) {
        Term term = new Term(clock, clock.now(), Duration.ofSeconds(10), 4, 4711);
        log.granted(term);
        clock.passes(Duration.ofMillis(3_725_250));
        log.revoked(term, LossReason.RESIGNED);

        assertThat(lines(output))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("'me' successfully acquired lease, leading term 4 with fencing token 4711"),
                        line -> assertThat(line)
                                .contains(
                                        "'me' stopped leading term 4 (fencing token 4711) after 1h2m5.25s: RESIGNED"));
    }

    @Test
    void tellsOfAProvenDeathWhateverTheRecordCallsTheProcess(CapturedOutput output) {
        log.holderDied("p-1\nERROR");

        assertThat(output).contains("Election 'told-in-a-log': process p-1\\u000aERROR is proven dead");
    }

    @Test
    void failureOfOneLifeIsNoFailureOfTheNext(CapturedOutput output) {
        log.answered(FORBIDDEN);
        log.watchDown(FORBIDDEN);
        log.stopped();
        log.started("i-2");
        log.answered(new Answer.Missing());
        log.watchLive();

        assertThat(output).doesNotContain("answers again", "works again");
    }

    @Test
    void warnsOfLastingFailureOnceAndRemindsOfItEachFiveMinutes(CapturedOutput output) {
        for (int second = 0; second <= 300; second++) {
            log.answered(FORBIDDEN);
            clock.passes(Duration.ofSeconds(1));
        }
        log.answered(new Answer.Missing());

        assertThat(warnings(output))
                .containsExactly(
                        "Election 'told-in-a-log': get: 403. Trying again",
                        "Election 'told-in-a-log': get: 403. Trying again; failing for 5m");
        assertThat(output).contains("the store answers again after 5m1s");
    }

    @Test
    void tellsOnceThatATakeoverWouldBeRefused(CapturedOutput output) {
        for (int minute = 0; minute < 60; minute++) {
            log.rehearsed(FORBIDDEN);
            clock.passes(Duration.ofMinutes(1));
            log.answered(new Answer.Missing());
        }
        log.rehearsed(new Answer.Conflict());
        log.rehearsed(new Answer.Conflict());

        assertThat(warnings(output))
                .containsExactly("Election 'told-in-a-log': this instance could not take over: get: 403");
        assertThat(lines(output).filter(line -> line.contains("could take over again")))
                .hasSize(1);
    }

    @Test
    void aRehearsalThatFindsNothingOutIsNoNews(CapturedOutput output) {
        log.rehearsed(SILENCE);
        log.rehearsed(new Answer.Conflict());

        assertThat(lines(output).filter(line -> !line.contains("DEBUG"))).isEmpty();
    }

    @Test
    void kindsOfFailureThatTakeTurnsAreNotNewEachTime(CapturedOutput output) {
        for (int second = 0; second < 60; second++) {
            log.answered(second % 2 == 0 ? FORBIDDEN : SILENCE);
            clock.passes(Duration.ofSeconds(1));
        }

        assertThat(warnings(output)).hasSize(2);
    }

    @Test
    void failureThatComesAndGoesQuicklyIsToldOnceAMinute(CapturedOutput output) {
        for (int second = 0; second < 61; second++) {
            log.answered(SILENCE);
            log.answered(new Answer.Missing());
            clock.passes(Duration.ofSeconds(1));
        }

        assertThat(warnings(output)).hasSize(2);
        assertThat(lines(output).filter(line -> line.contains("answers again"))).hasSize(2);
    }

    @Test
    void aWatchThatIsNotAllowedMakesNoNoiseBesideReadsThatAre(CapturedOutput output) {
        for (int minute = 0; minute < 60; minute++) {
            log.watchDown(FORBIDDEN);
            log.answered(new Answer.Missing());
            clock.passes(Duration.ofMinutes(1));
        }
        log.watchLive();

        assertThat(warnings(output)).hasSize(1);
        assertThat(lines(output))
                .anyMatch(line -> line.contains("the watch works again"))
                .noneMatch(line -> line.contains("answers again"));
    }

    @Test
    void warnsOnceOfADurationThatIsNotWaitedFor(CapturedOutput output) {
        LeaseRecord endless = new LeaseRecord("x", Integer.MAX_VALUE, NOW, NOW, 1, null);

        log.news(lease(endless));
        log.news(lease(endless));

        assertThat(output).containsOnlyOnce("records a duration of 2147483647 s; this instance waits 600s at most");
    }

    @Test
    void warnsOfATokenThatCannotBe(CapturedOutput output) {
        Seal seal = new Seal("i", 1, "p", Seal.HIGHEST_TOKEN + 1, false, "x", NOW, null, null);

        log.news(lease(new LeaseRecord("x", 15, NOW, NOW, 1, seal.toText())));

        assertThat(output).contains("carries the fencing token 4611686018427387905, which cannot be");
    }

    @Test
    void warnsOfASealThatCannotBeRead(CapturedOutput output) {
        log.news(lease(new LeaseRecord("x", 15, NOW, NOW, 1, "v1;token=many")));

        assertThat(lines(output))
                .singleElement()
                .asString()
                .contains("carries a seal that is damaged")
                .doesNotContain("many");
    }

    @Test
    void saysNothingOfAnOrdinaryRecord(CapturedOutput output) {
        log.news(lease(new LeaseRecord("x", 15, NOW, NOW, 1, null)));
        log.news(lease(LeaseRecord.VACANT));

        assertThat(lines(output)).isEmpty();
    }

    private static StoredLease lease(LeaseRecord record) {
        return new PaperLease.State(record, new Version("u", "1"));
    }

    private static List<String> warnings(CapturedOutput output) {
        return lines(output)
                .filter(line -> line.contains("WARN"))
                .map(line -> line.substring(line.indexOf("Election '")))
                .toList();
    }

    private static Stream<String> lines(CapturedOutput output) {
        return output.toString().lines().filter(line -> line.contains("Election '" + NAME + "'"));
    }
}
