package io.leaderelection.lock.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseDirectoryTests {

    @TempDir
    private Path base;

    private Path path;

    @BeforeEach
    void name() {
        path = base.resolve("state").resolve("leases");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "apfs", "NTFS"})
    void aLocalFileSystemIsFine(String type) {
        assertThat(of(path, false, type).path()).isEqualTo(path.toAbsolutePath());
        assertThat(path).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "ceph", "fuse.glusterfs"})
    void aFileSystemOfSeveralMachinesIsRefusedEvenIfShared(String type) {
        for (boolean shared : new boolean[] {false, true}) {
            assertThatExceptionOfType(UnsuitableDirectoryException.class)
                    .isThrownBy(() -> of(base.resolve("shared-" + shared), shared, type))
                    .withMessageContaining(base.toString())
                    .withMessageContaining("type " + type)
                    .withMessageContaining("leader.election.file.directory");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "fuse", "vboxsf", "somethingfs"})
    void anUnknownFileSystemMustBeVouchedFor(String type) {
        assertThatExceptionOfType(UnsuitableDirectoryException.class)
                .isThrownBy(() -> of(path, false, type))
                .withMessageContaining("The directory " + path + " lies on a file system of type " + type)
                .withMessageContaining("leader.election.file.shared to true")
                .satisfies(refusal -> {
                    assertThat(refusal.getDescription()).contains(type);
                    assertThat(refusal.getAction()).startsWith("Set leader.election.file.directory");
                });
        assertThat(of(base.resolve("vouched"), true, type).permissions()).isEqualTo(Permissions.GROUP);
    }

    @Test
    void aPodNeedsASharedDirectory() {
        assertThatExceptionOfType(UnsuitableDirectoryException.class)
                .isThrownBy(() -> LeaseDirectory.of(path, false, true, any -> "ext4"))
                .withMessageContaining("one leader per pod")
                .withMessageContaining("leader.election.backend to kubernetes")
                .withMessageContaining("leader.election.file.shared to true");
        assertThat(path).doesNotExist();
        assertThat(LeaseDirectory.of(path, true, true, any -> "ext4").path()).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxr-xr-x", "rwx---r--", "rwxrwx---"})
    void anOpenDirectoryIsRefused(String mode) throws IOException {
        directory(mode);

        assertThatExceptionOfType(UnsuitableDirectoryException.class)
                .isThrownBy(() -> of(path, false, "ext4"))
                .withMessageContaining("The directory " + path + " is open to other users")
                .withMessageContaining("chmod 700 " + path);
    }

    @Test
    void aGroupsDirectoryIsFineIfShared() throws IOException {
        directory("rwxrwx---");
        assertThat(of(path, true, "ext4").permissions()).isEqualTo(Permissions.GROUP);

        directory("rwxrwxrwx");
        assertThatExceptionOfType(UnsuitableDirectoryException.class)
                .isThrownBy(() -> of(path, true, "ext4"))
                .withMessageContaining("is open to everybody")
                .withMessageContaining("chmod o-rwx " + path);
    }

    @Test
    void aDirectoryOfAnotherUserIsRefused() throws IOException {
        directory("rwx------");
        try {
            Files.setAttribute(path, "unix:uid", 12345);
        } catch (IOException refused) {
            assumeTrue(false, "only root can give a directory away, and only to users that it knows: " + refused);
        }

        assertThatExceptionOfType(UnsuitableDirectoryException.class)
                .isThrownBy(() -> of(path, false, "ext4"))
                .withMessageContaining("The directory " + path + " belongs to 12345")
                .withMessageContaining("leader.election.file.shared");
        assertThat(of(path, true, "ext4").path()).isEqualTo(path);
    }

    @Test
    void aLinkOrAFileIsNoDirectory() throws IOException {
        Path target = Files.createDirectory(base.resolve("target"));
        Path link = Files.createSymbolicLink(base.resolve("link"), target);
        Path file = Files.createFile(base.resolve("file"));

        for (Path wrong : new Path[] {link, file}) {
            assertThatExceptionOfType(UnsuitableDirectoryException.class)
                    .isThrownBy(() -> of(wrong, false, "ext4"))
                    .withMessageContaining(wrong + " is not a directory, or is a symbolic link");
        }
        assertThatExceptionOfType(UnsuitableDirectoryException.class)
                .isThrownBy(() -> of(file.resolve("inside"), false, "ext4"))
                .withMessageContaining("cannot be created");
    }

    @Test
    void theDefaultDirectoryIsTheUsersOwn() throws IOException {
        String home = base.toString();
        assertThat(LeaseDirectory.ofUser(Map.of(), home, "/t")).isEqualTo(base.resolve(".local/state/leader-election"));
        assertThat(LeaseDirectory.ofUser(Map.of("XDG_STATE_HOME", home), "/h", "/t"))
                .isEqualTo(base.resolve("leader-election"));
        assertThat(LeaseDirectory.ofUser(Map.of("XDG_STATE_HOME", "relative"), home, "/t"))
                .isEqualTo(base.resolve(".local/state/leader-election"));
        for (String noHome : new String[] {"", "?", "/", base.resolve("absent").toString()}) {
            Path fallback = LeaseDirectory.ofUser(Map.of(), noHome, home);
            assertThat(fallback.getParent()).isEqualTo(base);
            assertThat(fallback.getFileName().toString()).matches("leader-election-[A-Za-z0-9._-]*");
        }
        assertThat(LeaseDirectory.ofUser()).isAbsolute();
    }

    private static LeaseDirectory of(Path path, boolean shared, String type) {
        return LeaseDirectory.of(path, shared, false, any -> type);
    }

    private void directory(String mode) throws IOException {
        assumeTrue(Permissions.isKnownTo(base), "this system has no POSIX permissions");
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
