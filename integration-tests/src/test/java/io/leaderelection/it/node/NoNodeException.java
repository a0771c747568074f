package io.leaderelection.it.node;

/** Says why there is no node on this machine. */
final class NoNodeException extends Exception {

    private static final long serialVersionUID = 1L;

    NoNodeException(String message) {
        super(message);
    }

    /**
     * The machine does not allow what every node needs, whatever is installed: {@code .ci/run} goes on without these tests
     * then, and knows it by how the message begins.
     */
    static NoNodeException ofMachine(String reason) {
        return new NoNodeException("cannot: " + reason);
    }
}
