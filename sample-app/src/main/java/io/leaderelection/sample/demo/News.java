package io.leaderelection.sample.demo;

/**
 * What a replica has told.
 *
 * @param nanos when it arrived here
 * @param replica name of the replica
 * @param text the line
 */
record News(long nanos, String replica, String text) {

    boolean isGrant() {
        return text.startsWith("Leads: ");
    }

    boolean isLoss() {
        return text.startsWith("Leads no longer");
    }

    boolean isLeaderKnown() {
        return text.startsWith("Knows the leader: ") && !text.endsWith(" null");
    }

    /** Whether people want to see it: all but what every follower tells after every change. */
    boolean isWorthShowing() {
        return !text.startsWith("Knows the leader: ");
    }

    boolean isEnd() {
        return text.equals(Replica.ENDED);
    }
}
