package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LedgerReportTests {

    private final LedgerReport report = new LedgerReport();

    @Test
    void tellsWriterAndLinesOfEachToken() {
        add("one", 2);
        add("one", 2);
        add("two", 4);

        assertThat(report.oneLeaderAtATime()).isTrue();
        assertThat(report.toString().lines())
                .containsExactly("  fencing token 2:  2 lines by one", "  fencing token 4:  1 lines by two");
    }

    @Test
    void seesATokenFall() {
        add("one", 2);
        add("two", 4);
        add("one", 2);

        assertThat(report.oneLeaderAtATime()).isFalse();
    }

    @Test
    void seesATokenOfTwoWriters() {
        add("one", 2);
        add("two", 2);

        assertThat(report.oneLeaderAtATime()).isFalse();
    }

    @Test
    void refusesWhatIsNoLineOfALedger() {
        assertThatIllegalArgumentException().isThrownBy(() -> report.add("2026-11-21T07:00:00Z sample one"));
    }

    private void add(String writer, long token) {
        report.add("2026-11-21T07:00:00.123Z sample %s term=1 token=%d".formatted(writer, token));
    }
}
