package io.leaderelection.spring.lifecycle;

import io.leaderelection.spi.RefusedStartException;

/** A lifecycle that cannot be started and stopped by leadership, found at start-up; Spring Boot reports it with the fix. */
public class InvalidLifecycleException extends RefusedStartException {

    private static final long serialVersionUID = 1L;

    /**
     * @param description what was found
     * @param action what to change
     */
    public InvalidLifecycleException(String description, String action) {
        super(description, action);
    }
}
