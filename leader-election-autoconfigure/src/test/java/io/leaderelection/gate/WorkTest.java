package io.leaderelection.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkTest {

    private final ManualClock clock = new ManualClock();
    private final Term term = new Term(clock, clock.now(), Duration.ofSeconds(10), 1, 1);
    private final Work work = term.work();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void withoutCallsItTellsAtOnce() {
        work.whenEnded(told::incrementAndGet);

        assertThat(told).hasValue(1);
    }

    @Test
    void tellsOnceWhenTheLastCallHasEnded() {
        Admission first = work.begin(term, "first");
        Admission second = work.begin(term, "second");
        work.whenEnded(told::incrementAndGet);
        assertThat(told).hasValue(0);

        second.close();
        assertThat(told).hasValue(0);
        first.close();
        assertThat(told).hasValue(1);

        work.begin(term, "refused").close();
        assertThat(told).hasValue(1);
    }

    @Test
    void tellsNothingBeforeItIsAsked() {
        work.begin(term, "call").close();

        assertThat(told).hasValue(0);
    }

    @Test
    void anAdmissionClosedTwiceCountsOnce() {
        Admission twice = work.begin(term, "twice");
        Admission other = work.begin(term, "other");
        work.whenEnded(told::incrementAndGet);

        twice.close();
        twice.close();
        assertThat(told).hasValue(0);
        other.close();
        assertThat(told).hasValue(1);
    }

    @Test
    void callsOfOneNameAreCountedEach() {
        Admission first = work.begin(term, "report");
        work.begin(term, "report");
        first.close();

        assertThat(work.names()).containsExactly("report");
    }

    @Test
    void namesWhatIsRunning() {
        work.begin(term, "b");
        work.begin(term, "a");

        assertThat(work.names()).containsExactly("a", "b");
    }

    @Test
    void aCallMayEndOnAnotherThread() throws InterruptedException {
        Admission admission = work.begin(term, "handed over");
        work.whenEnded(told::incrementAndGet);
        Thread other = new Thread(admission::close);
        other.start();
        other.join();

        assertThat(told).hasValue(1);
    }
}
