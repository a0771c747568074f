package io.leaderelection.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/** Ends the process after a lost term, where {@code leader.election.on-loss} is {@code exit}. */
@FunctionalInterface
public interface ProcessExit {

    /**
     * Ends the process. Called on a thread of its own, at most once per election and start.
     *
     * @param code exit code
     */
    void exit(int code);

    /** Closes the context in order, then ends the JVM. */
    static ProcessExit closing(ApplicationContext context) {
        return code -> System.exit(SpringApplication.exit(context, () -> code));
    }
}
