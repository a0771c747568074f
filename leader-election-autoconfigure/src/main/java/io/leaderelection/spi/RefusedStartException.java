package io.leaderelection.spi;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Something that must not start as it is, with the fix; Spring Boot reports both. Spring Boot 4.1 has an exception of this
 * kind; this one is for 4.0 as well.
 */
public class RefusedStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param description what was found
     * @param action what to change
     */
    public RefusedStartException(String description, String action) {
        this(description, action, null);
    }

    /**
     * @param description what was found
     * @param action what to change
     * @param cause what tells more, if anything does
     */
    public RefusedStartException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /** What is printed where this ends a start. */
    public FailureAnalysis analysis() {
        return new FailureAnalysis(getMessage(), action, this);
    }
}
