package io.leaderelection.spring;

import io.leaderelection.spi.RefusedStartException;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Refuses to start on a Spring Boot that is too old: it would fail by a missing class. The check comes before all
 * auto-configuration and needs nothing that older versions lack.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SpringBootVersionCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final int OLDEST = 4;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        check(SpringBootVersion.getVersion());
    }

    /** Refuses versions below the oldest that is supported. What looks like no version passes. */
    static void check(String version) {
        String major = version.substring(0, Math.max(0, version.indexOf('.')));
        if (major.matches("\\d{1,4}") && Integer.parseInt(major) < OLDEST) {
            throw new RefusedStartException(
                    "Leader election needs Spring Boot %s.0 or later, but this is %s".formatted(OLDEST, version),
                    "Move the application to Spring Boot 4, or remove the dependency leader-election-starter.");
        }
    }
}
