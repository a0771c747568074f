package io.leaderelection.it.node;

import io.leaderelection.it.apiserver.Awaiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A control group: what runs in it can be found, frozen and thawed. */
final class ControlGroup {

    private static final Path FREEZER = Path.of("/sys/fs/cgroup/freezer");

    private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory");

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

    /** The group of a container, somewhere below this one. */
    ControlGroup of(String containerId) {
        try (Stream<Path> folders = Files.walk(folder())) {
            Path found = folders.filter(path -> path.endsWith(containerId))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no control group of container " + containerId));
            return new ControlGroup(FREEZER.relativize(found).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
