package io.leaderelection.elector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkTest {

    private final Work work = new Work();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void withoutCallsItTellsAtOnce() {
        work.whenEnded(told::incrementAndGet);

        assertThat(told).hasValue(1);
    }

    @Test
    void tellsOnceWhenTheLastCallHasEnded() {
        Admission first = work.begin("first");
        Admission second = work.begin("second");
        work.whenEnded(told::incrementAndGet);
        assertThat(told).hasValue(0);

        second.close();
        assertThat(told).hasValue(0);
        first.close();
        assertThat(told).hasValue(1);

        work.begin("refused").close();
        assertThat(told).hasValue(1);
    }

    @Test
    void tellsNothingBeforeItIsAsked() {
        work.begin("call").close();

        assertThat(told).hasValue(0);
    }

    @Test
    void anAdmissionClosedTwiceCountsOnce() {
        Admission twice = work.begin("twice");
        Admission other = work.begin("other");
        work.whenEnded(told::incrementAndGet);

        twice.close();
        twice.close();
        assertThat(told).hasValue(0);
        other.close();
        assertThat(told).hasValue(1);
    }

    @Test
    void callsOfOneNameAreCountedEach() {
        Admission first = work.begin("report");
        work.begin("report");
        first.close();

        assertThat(work.names()).containsExactly("report");
    }

    @Test
    void namesWhatIsRunning() {
        work.begin("b");
        work.begin("a");

        assertThat(work.names()).containsExactly("a", "b");
    }

    @Test
    void aCallMayEndOnAnotherThread() throws InterruptedException {
        Admission admission = work.begin("handed over");
        work.whenEnded(told::incrementAndGet);
        Thread other = new Thread(admission::close);
        other.start();
        other.join();

        assertThat(told).hasValue(1);
    }
}
