package io.leaderelection.test.apiserver;

/** Says what this machine lacks. */
public final class MissingPrerequisiteException extends Exception {

    private static final long serialVersionUID = 1L;

    MissingPrerequisiteException(String message) {
        super(message);
    }
}
