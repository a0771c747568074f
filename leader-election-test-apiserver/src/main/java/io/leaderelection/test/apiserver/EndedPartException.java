package io.leaderelection.test.apiserver;

import java.util.Locale;

/** A part of the server has ended before the server was ready. */
final class EndedPartException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String log;

    EndedPartException(String log) {
        super("A part of the API server has ended:\n" + log);
        this.log = log;
    }

    /** Whether its last words were that its port is somebody else's. */
    boolean isPortTaken() {
        return log.toLowerCase(Locale.ROOT).contains("address already in use");
    }
}
