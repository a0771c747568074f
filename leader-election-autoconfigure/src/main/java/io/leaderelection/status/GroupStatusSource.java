package io.leaderelection.status;

/** A group that tells how this instance fares in it. Any thread. */
public interface GroupStatusSource {

    /** The present status. */
    GroupStatus status();
}
