package io.leaderelection.it.apiserver;

/** Says why a provider, or every provider, has no API server on this machine. */
final class NoApiServerException extends Exception {

    private static final long serialVersionUID = 1L;

    NoApiServerException(String message) {
        super(message);
    }
}
