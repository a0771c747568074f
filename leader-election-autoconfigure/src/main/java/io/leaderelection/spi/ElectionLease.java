package io.leaderelection.spi;

/** The lease of one election, as configured. To be read, not implemented: later versions tell more. */
public interface ElectionLease {

    /** Beginning of the election's configuration keys, for messages; without a dot at its end. */
    String key();

    /** Name of the election. */
    String name();

    /** Name of the lease. */
    String leaseName();
}
