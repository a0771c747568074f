package io.leaderelection.evidence;

/**
 * A write as the receiver saw it.
 *
 * @param by who sent it
 * @param term the sender's term
 * @param token fencing token, 0 if the sender has none
 * @param accepted whether it was taken
 */
record Write(String by, long term, long token, boolean accepted) {

    /** The sender's term, told apart from those of others. */
    String author() {
        return by + " " + term;
    }
}
