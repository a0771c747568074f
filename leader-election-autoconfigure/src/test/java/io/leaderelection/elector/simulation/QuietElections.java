package io.leaderelection.elector.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps elections from logging: a simulated minute would tell more than anybody can read. */
public final class QuietElections implements BeforeAllCallback, AfterAllCallback {

    private static final List<Logger> LOGGERS = Stream.of(
                    "io.leaderelection.LeaderElection", "io.leaderelection.ShardGroup", "io.leaderelection.elector")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

    @Override
    public void beforeAll(ExtensionContext context) {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LOGGERS.forEach(logger -> logger.setLevel(null));
    }
}
