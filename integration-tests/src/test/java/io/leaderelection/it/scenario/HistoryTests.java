package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checker finds what it is there to find: each of these histories but the first is wrong in one way. */
class HistoryTests {

    @Test
    void acceptsTermsOneAfterTheOther() {
        assertThat(violations(
                        "1 granted e a 5",
                        "2 enter e a 5",
                        "3 exit e a 5",
                        "4 beat e a 5",
                        "5 revoked e a 5",
                        "6 beat e b 9",
                        "7 granted e b 9",
                        "8 exit e a 5"))
                .isEmpty();
    }

    @Test
    void findsAGateOpenAfterItsSuccessorsWas() {
        assertThat(violations("1 beat e a 5", "2 beat e b 9", "3 beat e a 5"))
                .singleElement()
                .asString()
                .contains("gate of an older term open");
    }

    @Test
    void findsACallLetInAfterTheSuccessorsGateOpened() {
        assertThat(violations("1 beat e a 5", "2 beat e b 9", "3 enter e a 5")).hasSize(1);
    }

    @Test
    void findsATokenThatWentDown() {
        assertThat(violations("1 beat e a 9", "2 revoked e a 9", "3 beat e b 5"))
                .anyMatch(violation -> violation.contains("older term"));
    }

    @Test
    void leavesAloneWhatMayHaveBeenInOrder() {
        assertThat(violations("1 beat e b 9 4", "2 beat e a 5 3")).isEmpty();
        assertThat(violations("1 beat e b 9 4", "4 beat e a 5 5")).isEmpty();
        assertThat(violations("1 beat e b 9 4", "5 beat e a 5 6"))
                .singleElement()
                .asString()
                .contains("older term");
    }

    @Test
    void findsOneTokenInTwoProcesses() {
        assertThat(violations("1 beat e a 5", "2 beat e b 5"))
                .singleElement()
                .asString()
                .contains("used by another");
    }

    @Test
    void findsTermsThatAreNested() {
        assertThat(violations("1 granted e a 5", "2 granted e a 6"))
                .singleElement()
                .asString()
                .contains("not revoked");
    }

    @Test
    void findsARevocationWithoutAGrant() {
        assertThat(violations("1 granted e a 5", "2 revoked e a 5", "3 revoked e a 5"))
                .singleElement()
                .asString()
                .contains("without a grant");
    }

    @Test
    void sortsBeforeItJudges() {
        assertThat(violations("3 beat e b 9", "1 beat e a 5")).isEmpty();
    }

    /** Of lines without the last time: they are told at once. */
    private static List<String> violations(String... lines) {
        return new History(Stream.of(lines)
                        .map(line -> line.split(" ").length > 5 ? line : line + " " + line.split(" ")[0])
                        .map(HistoryLine::parse)
                        .toList())
                .violations();
    }
}
