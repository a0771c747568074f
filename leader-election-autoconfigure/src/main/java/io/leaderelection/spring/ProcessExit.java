package io.leaderelection.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/** Ends the process after a lost term, where {@code leader.election.on-loss} is {@code exit}. */
@FunctionalInterface
public interface ProcessExit {

    /**
     * Ends the process. Called on a daemon thread that all elections share for this, at most once per lost term.
     *
     * @param code exit code
     */
    void exit(int code);

    /** Closes the context in order, then ends the JVM. */
    static ProcessExit closing(ApplicationContext context) {
        return code -> {
            int exitCode = code;
            try {
                exitCode = SpringApplication.exit(context, () -> code);
            } finally {
                // Whatever the context's end has thrown: who asked for the end of the process gets it.
                System.exit(exitCode);
            }
        };
    }
}
