package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChronicleTests {

    private final Chronicle chronicle = new Chronicle();

    @Test
    void measuresTheTimeWithoutALeader() {
        hear("one", 1, 100, "granted", "1");
        hear("one", 1, 500, "revoked", "RESIGNED");
        hear("two", 2, 530, "granted", "2");

        assertThat(chronicle.gaps()).containsExactly(0L, 30L);
    }

    @Test
    void seesThatTwoLeadAtOnce() {
        hear("one", 1, 100, "granted", "1");
        hear("two", 2, 300, "granted", "2");
        hear("one", 1, 340, "beat");

        assertThat(chronicle.gaps()).containsExactly(0L, -40L);
    }

    @Test
    void seesAnOverlapWithATermBeforeTheOneBefore() {
        hear("one", 1, 100, "granted", "1");
        hear("one", 1, 900, "revoked", "DEADLINE");
        hear("two", 2, 1000, "granted", "2");
        hear("two", 2, 1100, "revoked", "RESIGNED");
        hear("three", 3, 1200, "granted", "3");
        hear("one", 1, 1250, "beat");

        assertThat(chronicle.gaps().get(2)).isEqualTo(-50);
    }

    @Test
    void aTermOfASleeperEndsWhenItsRenewalRunsOut() {
        hear("one", 1, 100, "granted", "1");
        hear("one", 1, 200, "vitals", "true", "LEADER", "1", "400", "0", "one");
        hear("two", 2, 800, "granted", "2");

        assertThat(chronicle.gaps()).containsExactly(0L, 200L);
        hear("one", 1, 5000, "revoked", "DEADLINE");
        assertThat(chronicle.gaps()).containsExactly(0L, 200L);
    }

    @Test
    void theNextLeaderMayTellFirst() {
        hear("one", 1, 100, "granted", "1");
        hear("one", 1, 200, "vitals", "true", "LEADER", "1", "4000", "0", "one");
        hear("two", 2, 300, "granted", "2");

        assertThat(chronicle.gaps()).containsExactly(0L, 0L);
        hear("one", 1, 280, "revoked", "RESIGNED");
        assertThat(chronicle.gaps()).containsExactly(0L, 20L);
    }

    @Test
    void aKilledReplicaLedUntilThen() {
        hear("one", 1, 100, "granted", "1");
        chronicle.killed("one", 400);
        chronicle.gone("one");
        hear("two", 2, 435, "granted", "2");

        assertThat(chronicle.gaps()).containsExactly(0L, 35L);
        assertThat(chronicle.terms().get(0).ended()).isEqualTo("KILLED");
    }

    @Test
    void aReplicaThatDiedByItselfLedUntilItsLastYes() {
        hear("one", 1, 100, "granted", "1");
        hear("one", 1, 380, "beat");
        chronicle.gone("one");

        assertThat(chronicle.terms().get(0).end(Long.MAX_VALUE)).isEqualTo(380);
    }

    @Test
    void onlyWhoGivesTheLeaseUpKeepsItForItsWork() {
        hear("one", 1, 100, "granted", "1");
        hear("one", 1, 500, "revoked", "RESIGNED");
        hear("one", 0, 900, "drained", "400");
        hear("two", 2, 910, "granted", "2");
        hear("two", 2, 1000, "revoked", "DEADLINE");
        hear("two", 0, 1900, "drained", "900");

        assertThat(chronicle.terms()).extracting(term -> term.drained(5000)).containsExactly(900L, 1000L);
    }

    private void hear(String replica, long token, long nanos, String kind, String... details) {
        chronicle.hear(new Report(
                replica, nanos, kind, "sample", "nonce-of-" + replica, token, List.copyOf(Arrays.asList(details))));
    }
}
