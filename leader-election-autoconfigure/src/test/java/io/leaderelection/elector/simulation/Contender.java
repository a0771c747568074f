package io.leaderelection.elector.simulation;

import java.time.Duration;

/** An elector in a simulated process. */
interface Contender {

    void start();

    /** Steps down if it must, and tells when it takes no part any more. */
    void stop(Runnable stopped);

    void resign(Duration pause);

    /** Whether its gate is open. */
    boolean isOpen();

    /** Whether it could become leader if nothing went wrong. */
    boolean isCapable();

    /** Whether it is ending a term in order, and keeps the lease from others meanwhile. */
    boolean isLettingGo();

    /** Looks at what the last step has changed. */
    default void observe() {}

    /** The process is gone. */
    default void ended() {}
}
