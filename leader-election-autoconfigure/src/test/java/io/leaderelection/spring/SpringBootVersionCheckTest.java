package io.leaderelection.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leaderelection.spi.RefusedStartException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpringBootVersionCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.5.7", "3.5.7-SNAPSHOT", "2.7.18"})
    void whatIsTooOldIsRefused(String version) {
        RefusedStartException refused =
                catchThrowableOfType(RefusedStartException.class, () -> SpringBootVersionCheck.check(version));
        assertThat(refused).hasMessage("Leader election needs Spring Boot 4.0 or later, but this is " + version);
        assertThat(refused.analysis().getAction()).contains("Spring Boot 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.0", "4.1.2", "5.0.0-M1", "10.0.0", "", "unknown", "x.y"})
    void whatIsNewEnoughOrUnknownPasses(String version) {
        assertThatCode(() -> SpringBootVersionCheck.check(version)).doesNotThrowAnyException();
    }
}
