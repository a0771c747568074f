package io.leaderelection.elector;

/** Where names that nobody else has, and jitter, come from. */
public interface Randomness {

    /** A name that no other caller anywhere gets: at least 64 random bits, in letters and digits. */
    String nextName();

    /** A number from 0 (inclusive) to 1 (exclusive). */
    double nextFraction();
}
