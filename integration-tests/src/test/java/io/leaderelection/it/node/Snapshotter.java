package io.leaderelection.it.node;

import java.nio.file.Path;
import java.util.List;

/** How containerd lays an image's layers over one another. */
final class Snapshotter {

    private static final String OVERLAY = """
            mkdir -p "$0/lower" "$0/upper" "$0/work" "$0/merged" && \\
            mount -t overlay -o "lowerdir=$0/lower,upperdir=$0/upper,workdir=$0/work" overlay "$0/merged" && \\
            touch "$0/merged/file"
            """;

    private Snapshotter() {}

    /**
     * The one that works on the disk of a folder, found out by trying it: an overlay cannot be written where that disk is
     * an overlay itself, as in a container. Copies are slower, and work everywhere.
     *
     * @param folder a new one for the attempt
     */
    static String in(Path folder) {
        boolean works = Commands.run(
                        new ProcessBuilder(List.of("unshare", "--mount", "sh", "-c", OVERLAY, folder.toString())))
                .isSuccess();
        return works ? "overlayfs" : "native";
    }
}
