package io.leaderelection.lock.file;

import static java.util.Locale.ROOT;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Refuses the file systems on which an election over files would not be safe, by the names of their types. */
final class FileSystemCheck {

    /** File systems whose locks are known to work between the processes of one machine. */
    private static final Set<String> LOCAL =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "tmpfs", "apfs", "hfs", "ntfs", "refs");

    /** File systems that join machines, beginnings of their names: two machines would not see each other's processes. */
    private static final List<String> REMOTE = List.of(
            "nfs",
            "cifs",
            "smb",
            "afs",
            "9p",
            "ceph",
            "gluster",
            "fuse.gluster",
            "fuse.sshfs",
            "fuse.ceph",
            "lustre",
            "gpfs",
            "ocfs",
            "gfs",
            "webdav",
            "davfs",
            "beegfs");

    private FileSystemCheck() {}

    /**
     * Checks the type of the file system on which a directory lies.
     *
     * @param named name of the type, in any case
     * @param shared whether the directory is shared on purpose, so that an unknown type is taken on trust
     * @throws UnsuitableDirectoryException if an election in it would not be safe, with what to change
     */
    static void check(Path path, String named, boolean shared) {
        String type = named.toLowerCase(ROOT);
        String found = "The directory " + path + " lies on a file system of type " + type;
        if (REMOTE.stream().anyMatch(type::startsWith) || path.toString().startsWith("\\\\")) {
            throw new UnsuitableDirectoryException(
                    found + ", which may join several machines, where an election over files is not safe",
                    "Set leader.election.file.directory to a directory of a local disk");
        }
        if (!shared && !LOCAL.contains(type)) {
            throw new UnsuitableDirectoryException(
                    found
                            + (type.equals("overlay")
                                    ? ", a container's own, which no other container sees"
                                    : ", which is not known to be local"),
                    "Set leader.election.file.directory to a directory of a local disk, or"
                            + " leader.election.file.shared to true if all candidates share it on one machine");
        }
    }
}
