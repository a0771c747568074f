package io.leaderelection.it.node;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a node needs on this machine: root, control groups, and Debian's programs for containers and networks. */
final class NodePrograms {

    private static final List<String> NEEDED =
            List.of("containerd", "ctr", "runc", "iptables", "conntrack", "ip", "nsenter");

    private static final List<Path> CNI_FOLDERS = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));

    private static final Path HIERARCHIES = Path.of("/sys/fs/cgroup");

    private NodePrograms() {}

    static void check() throws NoNodeException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new NoNodeException("pods need root, and this is " + System.getProperty("user.name"));
        }
        if (!Files.isDirectory(HIERARCHIES.resolve("freezer"))) {
            throw new NoNodeException("control groups of version 1 with a freezer are needed at " + HIERARCHIES);
        }
        List<String> missing =
                NEEDED.stream().filter(name -> onPath(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new NoNodeException("not on the PATH: " + String.join(", ", missing));
        }
        cniFolder();
    }

    static Path cniFolder() throws NoNodeException {
        return CNI_FOLDERS.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("ptp")))
                .findFirst()
                .orElseThrow(() -> new NoNodeException("no CNI plugin ptp in " + CNI_FOLDERS));
    }

    private static Optional<Path> onPath(String name) {
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
