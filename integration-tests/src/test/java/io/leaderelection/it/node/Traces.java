package io.leaderelection.it.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a node could leave behind on a machine.
 *
 * @param mounts the mount points that the machine sees
 * @param links its network links and addresses
 * @param routes its routes
 * @param rules its packet-filter rules, of all tables
 * @param groups its control groups with a node's name
 * @param folders state folders of nodes, and empty folders that daemons like to make
 * @param settings the machine's settings that a kubelet wants to change
 */
record Traces(
        List<String> mounts,
        String links,
        String routes,
        String rules,
        List<String> groups,
        List<String> folders,
        List<String> settings) {

    private static final List<Path> FOLDERS = List.of(
            Path.of("/run/containerd"),
            Path.of("/run/netns"),
            Path.of("/opt/containerd"),
            Path.of("/opt/cni"),
            Path.of("/etc/cni"),
            Path.of("/etc/kubernetes"),
            Path.of("/usr/libexec/kubernetes"),
            Path.of("/var/lib/kubelet"),
            Path.of("/var/lib/cni"),
            Path.of("/var/lib/containerd"),
            Path.of("/var/log/pods"),
            Path.of("/var/log/containers"));

    private static final List<String> SETTINGS = List.of(
            "vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops", "net/ipv4/ip_forward");

    static Traces now() {
        return new Traces(
                lines("/proc/self/mounts").stream()
                        .filter(Traces::isNobodyElses)
                        .toList(),
                Commands.run(List.of("ip", "-oneline", "address", "show", "up", "scope", "global")),
                Commands.run(List.of("ip", "route", "show", "table", "all")),
                Commands.run(List.of("iptables-save")).replaceAll("(?m)^#.*$|\\[\\d+:\\d+]", ""),
                named(Path.of("/sys/fs/cgroup"), 2, Node.PREFIX),
                Stream.concat(
                                named(Path.of(System.getProperty("java.io.tmpdir")), 1, Node.PREFIX).stream(),
                                FOLDERS.stream().filter(Files::exists).map(Path::toString))
                        .toList(),
                SETTINGS.stream()
                        .flatMap(name -> lines("/proc/sys/" + name).stream())
                        .toList());
    }

    /** Tests that run beside these mount below temporary folders of JUnit's; no node does. */
    private static boolean isNobodyElses(String mount) {
        return !mount.contains(" " + System.getProperty("java.io.tmpdir") + "/junit");
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> named(Path folder, int depth, String prefix) {
        try (Stream<Path> paths = Files.walk(folder, depth)) {
            return List.copyOf(new TreeSet<>(
                    paths.filter(path -> path.getFileName().toString().startsWith(prefix))
                            .map(Path::toString)
                            .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
