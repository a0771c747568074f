package io.leaderelection.it.node;

/**
 * One of the few places for a node on this machine: addresses that no other running node has.
 *
 * @param number which one
 */
record Slot(int number) {

    /** How the names of all links begin, as the keeper makes them. */
    static final String LINK = "leader-node";

    /** Name of the link between the node and this machine. */
    String link() {
        return LINK + number;
    }

    /** Address of the node on this machine. */
    String address() {
        return "10.99." + number + ".1";
    }
}
