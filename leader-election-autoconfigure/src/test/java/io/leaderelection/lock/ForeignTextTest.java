package io.leaderelection.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {

    @Test
    void ordinaryTextIsShownAsItIs() {
        assertThat(ForeignText.shown("billing-0_\u00fc\u4e2d ${x} \"'<>"))
                .isEqualTo("billing-0_\u00fc\u4e2d ${x} \"'<>");
        assertThat(ForeignText.shown(null)).isEmpty();
        assertThat(ForeignText.shown("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"000a", "000d", "0009", "0000", "001b", "007f", "0085", "2028", "2029", "202e", "200b", "feff", "d83d"})
    void whatCannotBeSeenIsEscaped(String code) {
        String text = String.valueOf((char) Integer.parseInt(code, 16));

        assertThat(ForeignText.shown("a" + text + "b")).isEqualTo("a\\u" + code + "b");
    }

    @Test
    void longTextIsCut() {
        assertThat(ForeignText.shown("x".repeat(253))).isEqualTo("x".repeat(253));
        assertThat(ForeignText.shown("x".repeat(254))).isEqualTo("x".repeat(252) + "\u2026");
        assertThat(ForeignText.shown("x".repeat(1_000_000))).hasSize(253);
    }

    @ParameterizedTest
    @ValueSource(ints = {244, 245, 246, 247, 248, 249, 250, 251, 252, 253})
    void noEscapeIsCutInTwo(int length) {
        assertThat(ForeignText.shown("x".repeat(length) + "\n"))
                .hasSizeLessThanOrEqualTo(253)
                .matches("x+(\\\\u000a|\u2026)");
        assertThat(ForeignText.shown("x".repeat(length) + "\ny"))
                .hasSizeLessThanOrEqualTo(253)
                .matches("x+(\\\\u000a)?[y\u2026]");
    }
}
