package io.leaderelection.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

    private static final Instant RENEWED = Instant.parse("2026-01-02T12:00:03.250Z");
    private static final Seal HELD =
            new Seal("k3f9", 7, "p2xq", 4711, false, "billing-0", RENEWED, "http://10.0.0.7:8080/a b", null);
    private static final Seal RELEASED = new Seal("k3f9", 8, "p2xq", 4711, true, null, RENEWED, null, null);

    private static final String HELD_TEXT = "v1;incarnation=k3f9;attempt=7;process=p2xq;token=4711;released=false"
            + ";renewed=2026-01-02T12%3A00%3A03.250Z;holder=billing-0;advertised=http%3A%2F%2F10.0.0.7%3A8080%2Fa+b";
    private static final String RELEASED_TEXT = "v1;incarnation=k3f9;attempt=8;process=p2xq;token=4711;released=true"
            + ";renewed=2026-01-02T12%3A00%3A03.250Z";

    @Test
    void isWrittenAsThisText() {
        assertThat(HELD.toText()).isEqualTo(HELD_TEXT);
        assertThat(RELEASED.toText()).isEqualTo(RELEASED_TEXT);
    }

    @Test
    void isReadFromItsText() {
        assertThat(Seal.parse(HELD_TEXT)).contains(HELD);
        assertThat(Seal.parse(RELEASED_TEXT)).contains(RELEASED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a;b=c", "100%25 + x=y; #", "\n\r\t\u0000\u001b[31m", "\u00fc\u4e2d\ud83d\ude00", "v1;", " "})
    void anyHolderSurvivesTheText(String holder) {
        Seal seal = new Seal("i", 1, "p", 1, false, holder, RENEWED, holder, null);

        assertThat(Seal.parse(seal.toText())).contains(seal);
        assertThat(seal.toText()).isPrintable();
    }

    @Test
    void aRevisionStandsInHeldAndReleasedSealsAndIsOfNoImportanceToReadersThatDoNotKnowIt() {
        Seal held = new Seal("k3f9", 7, "p2xq", 4711, false, "billing-0", RENEWED, null, "7d9c5b8f4d");
        Seal released = new Seal("k3f9", 8, "p2xq", 4711, true, null, RENEWED, null, "7d9c5b8f4d");

        assertThat(held.toText()).endsWith(";holder=billing-0;revision=7d9c5b8f4d");
        assertThat(released.toText()).isEqualTo(RELEASED_TEXT + ";revision=7d9c5b8f4d");
        assertThat(Seal.parse(held.toText())).contains(held);
        assertThat(Seal.parse(released.toText())).contains(released);
        assertThat(Seal.parse(RELEASED_TEXT)).get().extracting(Seal::revision).isNull();
    }

    @Test
    void unknownKeysAreIgnored() {
        assertThat(Seal.parse(HELD_TEXT + ";shard=9;=;nonsense;;")).contains(HELD);
    }

    @Test
    void theOrderOfTheKeysIsOfNoImportance() {
        assertThat(Seal.parse("v1;released=true;token=4711;renewed=2026-01-02T12:00:03.25Z;process=p2xq"
                        + ";attempt=8;incarnation=k3f9"))
                .contains(RELEASED);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"v1", "V1;incarnation=k", "v2;incarnation=k3f9", "v10;x=y", "hello", ";v1;"})
    void aTextOfAnotherVersionIsNoSealOfOurs(String text) {
        assertThat(Seal.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"incarnation", "attempt", "process", "token", "released", "renewed"})
    void aSealWithoutARequiredFieldIsDamaged(String key) {
        assertThat(Seal.parse(RELEASED_TEXT.replace(key + "=", "lost="))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token=4711:token=x",
                "token=4711:token=9223372036854775808",
                "attempt=7:attempt=1.5",
                "renewed=2026:renewed=yesterday2026",
                "holder=billing:holder=%zz"
            })
    void aSealWithASenselessValueIsDamaged(String edit) {
        String[] change = edit.split(":");
        assertThat(HELD_TEXT).contains(change[0]);

        assertThat(Seal.parse(HELD_TEXT.replace(change[0], change[1]))).isEmpty();
    }

    @Test
    void holdsForTheRecordThatItWasPutOn() {
        assertThat(HELD.holdsFor(record("billing-0", RENEWED))).isTrue();
        assertThat(RELEASED.holdsFor(record(null, RENEWED))).isTrue();
        assertThat(RELEASED.holdsFor(record("", RENEWED))).isTrue();
    }

    @Test
    void holdsForNoRecordThatSomebodyChanged() {
        assertThat(HELD.holdsFor(record("billing-1", RENEWED))).isFalse();
        assertThat(HELD.holdsFor(record(null, RENEWED))).isFalse();
        assertThat(HELD.holdsFor(record("billing-0", RENEWED.plusNanos(1_000)))).isFalse();
        assertThat(HELD.holdsFor(record("billing-0", null))).isFalse();
        assertThat(RELEASED.holdsFor(record("billing-0", RENEWED))).isFalse();
    }

    private static LeaseRecord record(String holder, Instant renewed) {
        return new LeaseRecord(holder, 15, RENEWED, renewed, 3, null);
    }
}
