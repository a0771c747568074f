package io.leaderelection.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    private static Version version(String uid, String revision) {
        return new Version(uid, revision);
    }

    @Test
    void revisionsAreComparedAsNumbers() {
        assertThat(version("a", "10").isNewerThan(version("a", "9"))).isTrue();
        assertThat(version("a", "9").isNewerThan(version("a", "10"))).isFalse();
        assertThat(version("a", "9").isOldAgainst(version("a", "10"))).isTrue();
        assertThat(version("a", "10").isOldAgainst(version("a", "9"))).isFalse();
    }

    @Test
    void theSameVersionIsOld() {
        assertThat(version("a", "9").isOldAgainst(version("a", "9"))).isTrue();
        assertThat(version("a", "9").isNewerThan(version("a", "9"))).isFalse();
        assertThat(version("a", "x").isOldAgainst(version("a", "x"))).isTrue();
    }

    @Test
    void statesOfTwoObjectsHaveNoOrder() {
        assertThat(version("a", "9").isComparableTo(version("b", "10"))).isFalse();
        assertThat(version("a", "9").isOldAgainst(version("b", "10"))).isFalse();
        assertThat(version("b", "10").isNewerThan(version("a", "9"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-1",
                "+1",
                "1.0",
                " 1",
                "\u0661",
                "0x1f",
                "12-8c2f",
                "9223372036854775808",
                "12345678901234567890"
            })
    void whatIsNoDecimalNumberCanOnlyBeToldApart(String revision) {
        assertThat(version("a", revision).number()).isEmpty();
        assertThat(version("a", revision).isComparableTo(version("a", "1"))).isFalse();
        assertThat(version("a", "1").isComparableTo(version("a", revision))).isFalse();
        assertThat(version("a", revision).isOldAgainst(version("a", "99"))).isFalse();
        assertThat(version("a", revision).isNewerThan(version("a", "0"))).isFalse();
    }

    @Test
    void theHighestRevisionIsTheHighestToken() {
        assertThat(version("a", "4611686018427387904").number()).hasValue(Seal.HIGHEST_TOKEN);
        assertThat(version("a", "4611686018427387905").number()).isEmpty();
        assertThat(version("a", "9223372036854775807").number()).isEmpty();
    }
}
