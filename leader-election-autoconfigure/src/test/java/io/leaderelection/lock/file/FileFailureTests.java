package io.leaderelection.lock.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file store on a small file system of its own that fills up or becomes read-only. Needs Linux and root. */
class FileFailureTests {

    private static final Duration PATIENCE = Reply.PATIENCE;

    @TempDir
    private Path mount;

    private Path path;
    private FileLeaseStore store;
    private boolean mounted;
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @BeforeEach
    void mountSmallDisk() throws Exception {
        Processes.assumeLinux();
        try {
            Processes.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount.toString());
            mounted = true;
        } catch (IOException refused) {
            assumeTrue(false, "only root may mount a file system: " + refused.getMessage());
        }
        path = mount.resolve("leases");
        store = new FileLeaseStore(LeaseDirectory.of(path, false, false, any -> "tmpfs"), "billing", executor);
    }

    @AfterEach
    void unmount() throws Exception {
        executor.shutdownNow();
        if (mounted) {
            store.close();
            Processes.run("umount", mount.toString());
        }
    }

    @Test
    void aFullDiskIsAFailureAndTheRecordStaysWhole() throws IOException {
        StoredLease lease = written(create(StoreProcess.record("a", 1)));
        Path filler = fill();

        assertThat(replace(lease, StoreProcess.record("a", 2)))
                .isInstanceOfSatisfying(
                        StoreFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.SERVER));
        assertThat(found().version()).isEqualTo(lease.version());
        assertThat(found().record()).isEqualTo(StoreProcess.record("a", 1));

        Files.delete(filler);
        assertThat(written(replace(lease, StoreProcess.record("a", 3)))
                        .version()
                        .isNewerThan(lease.version()))
                .isTrue();
    }

    @Test
    void aDiskThatIsFullFromTheStartIsAFailure() throws IOException {
        fill();
        assertThat(create(StoreProcess.record("a", 1))).isInstanceOf(StoreFailure.class);
        assertThat(path.resolve("billing.record")).doesNotExist();
    }

    @Test
    void aReadOnlyDiskIsForbidden() throws Exception {
        StoredLease lease = written(create(new LeaseRecord(null, 15, null, null, 1, null)));
        store.close();
        store = new FileLeaseStore(LeaseDirectory.of(path, false, false, any -> "tmpfs"), "billing", executor);
        Processes.run("mount", "-o", "remount,ro", mount.toString());

        assertThat(replace(lease, StoreProcess.record("a", 1)))
                .isInstanceOfSatisfying(
                        StoreFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.FORBIDDEN));
        assertThat(found().version()).isEqualTo(lease.version());

        Processes.run("mount", "-o", "remount,rw", mount.toString());
        written(replace(lease, StoreProcess.record("a", 1)));
    }

    private Path fill() throws IOException {
        Path filler = mount.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[1024]);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    private Answer create(LeaseRecord record) {
        return Reply.to(answer -> store.create(record, PATIENCE, answer)).await(PATIENCE);
    }

    private Answer replace(StoredLease expected, LeaseRecord record) {
        return Reply.to(answer -> store.replace(expected, record, PATIENCE, answer))
                .await(PATIENCE);
    }

    private StoredLease found() {
        Answer answer = Reply.to(reply -> store.read(PATIENCE, reply)).await(PATIENCE);
        assertThat(answer).isInstanceOf(Answer.Found.class);
        return ((Answer.Found) answer).lease();
    }

    private static StoredLease written(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Written.class);
        return ((Answer.Written) answer).lease();
    }
}
