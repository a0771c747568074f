package io.leaderelection.it.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a machine must allow for a node to live on it, whatever is installed: root, control groups of version 1 that can be
 * written, and namespaces with mounts in them. Found out by trying it; nothing is left of the attempt.
 *
 * @param user who runs this
 * @param hierarchies the folder in which the control groups' hierarchies are mounted
 * @param namespaces a command that succeeds where namespaces can be made, and mounts in them
 */
record HostRights(String user, Path hierarchies, List<String> namespaces) {

    /** What containers are made of, and what the tests freeze and starve them by. */
    private static final List<String> NEEDED = List.of("cpu", "cpuacct", "cpuset", "memory", "devices", "freezer");

    /** What the node's first process does: mounts over a folder, and over a file below {@code /proc/sys}. */
    private static final String MOUNTS =
            "mount -t tmpfs none /run && mount --bind /proc/version /proc/sys/vm/overcommit_memory";

    static HostRights ofThisMachine() {
        return new HostRights(
                System.getProperty("user.name"),
                ControlGroup.HIERARCHIES,
                List.of("unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "sh", "-c", MOUNTS));
    }

    /** Throws if something is not allowed. */
    void check() throws NoNodeException {
        if (!user.equals("root")) {
            throw NoNodeException.ofMachine("pods need root, and this is " + user);
        }
        checkGroups();
        checkNamespaces();
    }

    private void checkGroups() throws NoNodeException {
        List<String> missing = NEEDED.stream()
                .filter(name -> !Files.exists(hierarchies.resolve(name).resolve("cgroup.procs")))
                .toList();
        if (!missing.isEmpty()) {
            throw NoNodeException.ofMachine("control groups of version 1 are needed, and there is no "
                    + String.join(", ", missing) + " in " + hierarchies);
        }
        for (Path hierarchy : hierarchiesOfVersion1()) {
            tryGroupIn(hierarchy);
        }
    }

    static void tryGroupIn(Path hierarchy) throws NoNodeException {
        try {
            Files.delete(Files.createTempDirectory(hierarchy, Node.PREFIX));
        } catch (IOException e) {
            throw NoNodeException.ofMachine("no control group can be made: " + e);
        }
    }

    /** All of them: the kubelet wants its group in more than it needs. */
    private List<Path> hierarchiesOfVersion1() {
        try (Stream<Path> folders = Files.list(hierarchies)) {
            return folders.filter(folder -> Files.exists(folder.resolve("cgroup.procs")))
                    .filter(folder -> !Files.exists(folder.resolve("cgroup.controllers")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkNamespaces() throws NoNodeException {
        if (!NodePrograms.isOnPath(namespaces.get(0))) {
            throw new NoNodeException("not on the PATH: " + namespaces.get(0));
        }
        Commands.Result result = Commands.run(new ProcessBuilder(namespaces));
        if (!result.isSuccess()) {
            throw NoNodeException.ofMachine("namespaces of its own, or mounts in them, are refused: " + result.told());
        }
    }
}
