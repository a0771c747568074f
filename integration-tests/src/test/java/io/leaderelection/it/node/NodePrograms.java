package io.leaderelection.it.node;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a node needs to be installed on this machine: Debian's programs for containers and networks. */
final class NodePrograms {

    private static final List<String> NEEDED =
            List.of("containerd", "ctr", "runc", "iptables", "conntrack", "ip", "nsenter");

    private static final List<Path> CNI_FOLDERS = List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));

    private NodePrograms() {}

    static void check() throws NoNodeException {
        List<String> missing = NEEDED.stream().filter(name -> !isOnPath(name)).toList();
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

    /** Whether child processes find a program. */
    static boolean isOnPath(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
