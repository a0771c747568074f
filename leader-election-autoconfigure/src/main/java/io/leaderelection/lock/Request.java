package io.leaderelection.lock;

/** Something asked of a store that can be called off. */
public interface Request {

    /**
     * Calls the request off, from any thread, without waiting. A write may be applied all the same; an answer that is
     * already on its way may still arrive.
     */
    void cancel();
}
