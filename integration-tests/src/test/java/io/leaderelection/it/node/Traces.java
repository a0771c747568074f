package io.leaderelection.it.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a node could leave behind on a machine. Names of other nodes are left out: those may come and go beside it.
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
        List<String> links,
        List<String> routes,
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

    /** Names of control groups, state folders and links of nodes. */
    private static final Pattern NODES = Pattern.compile("\\b(" + Node.PREFIX + "|" + Slot.LINK + ")\\d+\\b");

    /** How much longer an address or a route is good for that some server has lent. */
    private static final String TIME_LEFT = "(valid_lft|preferred_lft|expires) \\S+";

    /** As they are before a node is started. */
    static Traces beforeAnyOf() {
        return of(Set.of());
    }

    /**
     * As they are now.
     *
     * @param names of the node's control group and state folder, and of its link
     */
    static Traces of(Set<String> names) {
        return new Traces(
                ours(names, lines("/proc/self/mounts").stream())
                        .filter(Traces::isNobodyElses)
                        .toList(),
                ours(names, printed("ip", "-oneline", "address", "show", "up", "scope", "global"))
                        .toList(),
                ours(names, printed("ip", "route", "show", "table", "all")).toList(),
                Commands.run(List.of("iptables-save")).replaceAll("(?m)^#.*$|\\[\\d+:\\d+]", ""),
                ours(names, groupsOfNodes()).toList(),
                Stream.concat(
                                ours(names, nodesIn(Path.of(System.getProperty("java.io.tmpdir")))),
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

    private static Stream<String> ours(Set<String> names, Stream<String> lines) {
        return lines.filter(
                line -> NODES.matcher(line).results().map(MatchResult::group).allMatch(names::contains));
    }

    private static Stream<String> groupsOfNodes() {
        return entries(ControlGroup.HIERARCHIES).filter(Files::isDirectory).flatMap(Traces::nodesIn);
    }

    private static Stream<String> nodesIn(Path folder) {
        return entries(folder)
                .map(Path::toString)
                .filter(path -> NODES.matcher(path).find());
    }

    /** Names alone: what they stand for may vanish meanwhile. */
    private static Stream<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> printed(String... command) {
        return Commands.run(List.of(command)).replaceAll(TIME_LEFT, "").lines();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
