package io.leaderelection.it.node;

/** Says why there can be no node on this machine. */
final class NoNodeException extends Exception {

    private static final long serialVersionUID = 1L;

    NoNodeException(String message) {
        super(message);
    }
}
