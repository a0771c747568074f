package io.leaderelection.elector.system;

import io.leaderelection.elector.Randomness;
import java.math.BigInteger;
import java.security.SecureRandom;

/** Randomness from the operating system. Safe for use by any thread. */
public final class SystemRandomness implements Randomness {

    private final SecureRandom random = new SecureRandom();

    @Override
    public String nextName() {
        return new BigInteger(80, random).setBit(80).toString(36);
    }

    @Override
    public double nextFraction() {
        return random.nextDouble();
    }
}
