package io.leaderelection.autoconfigure;

import io.leaderelection.spi.RefusedStartException;

/** A configuration with which an election cannot be held. Found at start-up; Spring Boot reports it with the fix. */
final class InvalidElectionException extends RefusedStartException {

    private static final long serialVersionUID = 1L;

    /**
     * @param description what was found: the key and its value
     * @param action what to change
     */
    InvalidElectionException(String description, String action) {
        super(description, action);
    }

    InvalidElectionException(String description, String action, Throwable cause) {
        super(description, action, cause);
    }

    /**
     * The client library of Kubernetes is missing.
     *
     * @param reason why Kubernetes is the backend
     */
    static InvalidElectionException withoutClient(String reason) {
        return new InvalidElectionException(
                reason + ", but io.kubernetes:client-java is not on the class path",
                "Add the dependency io.kubernetes:client-java, or use leader-election-starter, which brings it.");
    }
}
