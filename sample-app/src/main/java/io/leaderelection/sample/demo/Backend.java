package io.leaderelection.sample.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where the replicas keep their lease. */
enum Backend {
    /** Files of this machine. */
    FILE,
    /** The cluster of the current kubeconfig. */
    KUBERNETES;

    static Backend of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * The arguments of a replica.
     *
     * @param directory this demonstration's own, after which its leases are named
     */
    List<String> arguments(Path directory) {
        return List.of(
                "--leader.election.backend=" + name().toLowerCase(Locale.ROOT),
                "--leader.election.file.directory=" + directory.resolve("leases"),
                "--leader.election.lease-name=" + directory.getFileName(),
                "--leader.election.groups." + Grid.GROUP + ".lease-name=" + directory.getFileName() + "-" + Grid.GROUP);
    }

    /** Whether a process that sleeps keeps the lease for ever, as nobody can take a file lock from it. */
    boolean waitsForSleepers() {
        return this == FILE;
    }

    /** Where that is, within a sentence. */
    String place(Path directory) {
        return this == FILE
                ? "over files in " + directory
                : "over the Lease %s of the current kubeconfig's cluster".formatted(directory.getFileName());
    }
}
