package io.leaderelection.test.apiserver;

/**
 * Ports for servers that must be told theirs. A port is free when it is asked for and may be taken when it is used, so
 * whoever uses one is ready to ask again.
 */
@FunctionalInterface
interface Ports {

    /** The number of a port that was free just now. */
    int next();

    /** The free ports of this machine's loopback interface. */
    static Ports ofLoopback() {
        return new LoopbackPorts();
    }
}
