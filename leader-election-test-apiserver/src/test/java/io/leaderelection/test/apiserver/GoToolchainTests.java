package io.leaderelection.test.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoToolchainTests {

    @Test
    void aBuildTellsWhatIsLeft() {
        assertThat(GoToolchain.left(40, 500, 1500)).isEqualTo(", 500 of 1500 packages, some 80 s left at most");
        assertThat(GoToolchain.left(120, 1500, 1500)).endsWith("some 0 s left at most");
    }

    @Test
    void nothingIsGuessedBeforeTheFirstPackage() {
        assertThat(GoToolchain.left(20, 0, 1500)).isEmpty();
    }
}
