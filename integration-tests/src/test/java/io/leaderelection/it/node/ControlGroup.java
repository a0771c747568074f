package io.leaderelection.it.node;

import io.leaderelection.it.apiserver.Awaiting;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A control group: what runs in it can be found, frozen and thawed. */
final class ControlGroup {

    /** Where the hierarchies of version 1 are, each in a folder of its own. */
    static final Path HIERARCHIES = Path.of("/sys/fs/cgroup");

    private static final Path FREEZER = HIERARCHIES.resolve("freezer");

    private static final Path MEMORY = HIERARCHIES.resolve("memory");

    private final String name;

    /**
     * @param name path below the root of each hierarchy
     */
    ControlGroup(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The file through which a process enters the part for daemons. */
    Path daemons() {
        try {
            return Files.createDirectories(folder().resolve("daemons")).resolve("cgroup.procs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The group of a container, somewhere below this one. Others, of pods that end, may vanish meanwhile. */
    ControlGroup of(String containerId) {
        Deque<Path> unseen = new ArrayDeque<>(List.of(folder()));
        while (!unseen.isEmpty()) {
            Path folder = unseen.pop();
            if (folder.endsWith(containerId)) {
                return new ControlGroup(FREEZER.relativize(folder).toString());
            }
            File[] groups = folder.toFile().listFiles(File::isDirectory);
            if (groups != null) {
                Arrays.stream(groups).map(File::toPath).forEach(unseen::push);
            }
        }
        throw new IllegalStateException("no control group of container " + containerId);
    }

    /** Stops all that runs in the group, and waits until it has stopped. */
    void freeze() {
        write("FROZEN");
        Awaiting.until(
                "frozen", Duration.ofSeconds(20), () -> read("freezer.state").equals("FROZEN"));
    }

    void thaw() {
        write("THAWED");
    }

    /** The processes of the group, not of groups in it, the oldest first. */
    List<Long> processes() {
        return read("cgroup.procs").lines().map(Long::parseLong).sorted().toList();
    }

    /**
     * Uses up the group's memory from within, so that the kernel kills: first what it is told to kill first, which is what
     * runs in a pod.
     */
    void exhaustMemory() {
        Commands.run(new ProcessBuilder(
                "sh",
                "-c",
                "echo $$ > \"$0\" && head -c 1000000000 /dev/zero | tail > /dev/null",
                MEMORY.resolve(name).resolve("cgroup.procs").toString()));
    }

    private void write(String state) {
        try {
            Files.writeString(folder().resolve("freezer.state"), state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(folder().resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return FREEZER.resolve(name);
    }
}
