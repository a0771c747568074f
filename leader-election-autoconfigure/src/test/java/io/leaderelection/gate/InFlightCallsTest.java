package io.leaderelection.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightCallsTest {

    private final ManualClock clock = new ManualClock();
    private final Term term = new Term(clock, clock.now(), Duration.ofSeconds(10), 1, 1);
    private final InFlightCalls calls = term.calls();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void withoutCallsItTellsAtOnce() {
        calls.whenEnded(told::incrementAndGet);

        assertThat(told).hasValue(1);
    }

    @Test
    void tellsOnceWhenTheLastCallHasEnded() {
        AdmittedCall first = begins("first");
        AdmittedCall second = begins("second");
        calls.whenEnded(told::incrementAndGet);
        assertThat(told).hasValue(0);

        second.close();
        assertThat(told).hasValue(0);
        first.close();
        assertThat(told).hasValue(1);

        begins("refused").close();
        assertThat(told).hasValue(1);
    }

    @Test
    void tellsNothingBeforeItIsAsked() {
        begins("call").close();

        assertThat(told).hasValue(0);
    }

    @Test
    void aCallClosedTwiceCountsOnce() {
        AdmittedCall twice = begins("twice");
        AdmittedCall other = begins("other");
        calls.whenEnded(told::incrementAndGet);

        twice.close();
        twice.close();
        assertThat(told).hasValue(0);
        other.close();
        assertThat(told).hasValue(1);
    }

    @Test
    void callsOfOneNameAreCountedEach() {
        AdmittedCall first = begins("report");
        begins("report");
        first.close();

        assertThat(calls.names()).containsExactly("report");
    }

    @Test
    void namesWhatIsRunning() {
        begins("b");
        begins("a");

        assertThat(calls.names()).containsExactly("a", "b");
    }

    @Test
    void aCallMayEndOnAnotherThread() throws InterruptedException {
        AdmittedCall admission = begins("handed over");
        calls.whenEnded(told::incrementAndGet);
        Thread other = new Thread(admission::close);
        other.start();
        other.join();

        assertThat(told).hasValue(1);
    }

    @Test
    void tellsOfTheOthersWhenOnlyTheCallersOwnAreLeft() {
        AdmittedCall own = begins("own");
        AdmittedCall ended = begins("own, ended first");
        AdmittedCall other = begins("other");
        calls.whenEndedBut(List.of(own, ended), told::incrementAndGet);
        ended.close();
        assertThat(told).hasValue(0);

        other.close();
        assertThat(told).hasValue(1);
        own.close();
        assertThat(told).hasValue(1);
    }

    private AdmittedCall begins(String name) {
        return calls.begin(term, name);
    }
}
