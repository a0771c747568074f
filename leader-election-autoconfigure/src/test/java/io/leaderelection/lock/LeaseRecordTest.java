package io.leaderelection.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseRecordTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void timesAreKeptInMicroseconds() {
        LeaseRecord record = new LeaseRecord("a", 15, NOON.plusNanos(1_999), NOON.plusNanos(999), 1, null);

        assertThat(record.acquireTime()).isEqualTo(NOON.plusNanos(1_000));
        assertThat(record.renewTime()).isEqualTo(NOON);
    }

    @Test
    void aBlankNameIsNobody() {
        assertThat(holder(null).isHeld()).isFalse();
        assertThat(holder("").isHeld()).isFalse();
        assertThat(holder(" ").isHeld()).isTrue();
    }

    @Test
    void aVacantLeaseWasNeverHeld() {
        assertThat(LeaseRecord.VACANT.wasNeverHeld()).isTrue();
        assertThat(new LeaseRecord("", 15, null, null, 0, null).wasNeverHeld()).isTrue();
    }

    @Test
    void anyTraceOfAHolderCounts() {
        assertThat(holder("a").wasNeverHeld()).isFalse();
        assertThat(new LeaseRecord(null, null, NOON, null, null, null).wasNeverHeld())
                .isFalse();
        assertThat(new LeaseRecord(null, null, null, NOON, null, null).wasNeverHeld())
                .isFalse();
        assertThat(new LeaseRecord(null, null, null, null, 1, null).wasNeverHeld())
                .isFalse();
        assertThat(new LeaseRecord(null, null, null, null, -1, null).wasNeverHeld())
                .isFalse();
        assertThat(new LeaseRecord(null, null, null, null, null, "").wasNeverHeld())
                .isFalse();
    }

    private static LeaseRecord holder(String name) {
        return new LeaseRecord(name, null, null, null, null, null);
    }
}
