package io.leaderelection.elector.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps elections from logging: a simulated minute would tell more than anybody can read. */
final class QuietElections implements BeforeAllCallback, AfterAllCallback {

    private static final List<Logger> LOGGERS =
            List.of((Logger) LoggerFactory.getLogger("io.leaderelection.LeaderElection"), (Logger)
                    LoggerFactory.getLogger("io.leaderelection.elector"));

    @Override
    public void beforeAll(ExtensionContext context) {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LOGGERS.forEach(logger -> logger.setLevel(null));
    }
}
