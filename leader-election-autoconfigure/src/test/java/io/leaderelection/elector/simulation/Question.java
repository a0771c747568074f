package io.leaderelection.elector.simulation;

/** What a request asks, as a search sees it. */
public interface Question {

    /** Whether its sender would still listen to an answer. */
    boolean isAwaited();

    /** Whether the server may be another one after it. */
    boolean isWrite();
}
