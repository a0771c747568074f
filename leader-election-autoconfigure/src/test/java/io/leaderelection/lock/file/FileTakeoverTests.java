package io.leaderelection.lock.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.RecordedNews;
import io.leaderelection.lock.RecordedNews.Changed;
import io.leaderelection.lock.RecordedNews.Died;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.StoredLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs and one lease in files: what happens to the standby here when something happens to the holder there. */
class FileTakeoverTests {

    private static final Duration PATIENCE = Reply.PATIENCE;

    @TempDir
    private Path base;

    private Path path;
    private StoreProcess holder;
    private FileLeaseStore store;
    private final RecordedNews news = new RecordedNews();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @BeforeEach
    void anotherProcessHoldsTheLease() throws IOException {
        path = base.resolve("leases");
        LeaseDirectory directory = LeaseDirectory.of(path, false, false, any -> "ext4");
        store = new FileLeaseStore(directory, "billing", executor);
        holder = StoreProcess.start(path, "billing");
        assertThat(holder.tell("acquire holder 1")).isEqualTo("Written");
        store.watch(news);
        news.await(isRecord(1), 0, PATIENCE);
    }

    @AfterEach
    void stop() throws InterruptedException {
        holder.kill();
        store.close();
        executor.shutdownNow();
    }

    @Test
    void aKilledHolderIsToldDeadAndReplaced() throws Exception {
        assumeObituaries();
        holder.kill();

        news.await(new Died("p-holder")::equals, 0, PATIENCE);
        assertThat(take()).isInstanceOf(Answer.Written.class);
    }

    @Test
    void aStoppedHolderKeepsItsLease() throws Exception {
        assumeSignals();
        holder.signal("STOP");
        assertThat(take()).isEqualTo(new Answer.Conflict());
        assertThat(take()).isEqualTo(new Answer.Conflict());
        assertThat(news.items()).doesNotHaveAnyElementsOfTypes(Died.class);

        holder.signal("CONT");
        assertThat(renewal()).isEqualTo("Written");
    }

    @Test
    void aHolderKilledWhileStoppedIsToldDead() throws Exception {
        assumeObituaries();
        assumeSignals();
        holder.signal("STOP");
        assertThat(take()).isEqualTo(new Answer.Conflict());
        holder.kill();

        news.await(new Died("p-holder")::equals, 0, PATIENCE);
        assertThat(take()).isInstanceOf(Answer.Written.class);
    }

    @Test
    void noIncrementIsLostAmongProcesses() {
        assertThat(holder.tell("release")).isEqualTo("Written");
        holder.send("increment 100");
        int here = StoreProcess.increments(store, 100);
        int there = Integer.parseInt(holder.report());

        assertThat(here).isPositive();
        assertThat(there).isPositive();
        assertThat(found().record().leaseTransitions()).isEqualTo(1 + here + there);
    }

    @Test
    void aReleasedLeaseIsTakenAtOnce() {
        assertThat(holder.tell("release")).isEqualTo("Written");
        assertThat(take()).isInstanceOf(Answer.Written.class);
        assertThat(holder.tell("acquire holder 2")).isEqualTo("Conflict");
    }

    @Test
    void aLockThatWasDroppedInsideALivingHolderIsNoProof() throws IOException {
        assertThat(holder.tell("read-lock-file")).isEqualTo("0");
        LockFile lock = LockFile.open(path.resolve("billing.lock"), Permissions.OWNER);
        boolean dropped = lock.isFree();
        lock.leave();
        assumeTrue(dropped, "here a lock survives that the file is read");

        awaitLooks();
        assertThat(news.items()).doesNotHaveAnyElementsOfTypes(Died.class);
    }

    @Test
    void aHolderInAnotherContainerIsReplacedWithoutObituary() throws Exception {
        String[] container = {"unshare", "--pid", "--fork", "--mount-proc", "--kill-child"};
        Processes.assumeItRuns(container);
        assertThat(holder.tell("release")).isEqualTo("Written");
        holder.kill();
        holder = StoreProcess.start(path, "billing", container);
        assertThat(holder.tell("acquire holder 2")).isEqualTo("Written");
        assertThat(take()).isEqualTo(new Answer.Conflict());
        holder.kill();

        awaitFreeLock();
        awaitLooks();
        assertThat(news.items()).doesNotHaveAnyElementsOfTypes(Died.class);
        assertThat(take()).isInstanceOf(Answer.Written.class);
    }

    @Test
    void aDroppedLockIsBackAfterTheNextRenewal() throws IOException {
        assertThat(holder.tell("read-lock-file")).isEqualTo("0");
        assertThat(renewal()).isEqualTo("Written");

        assertThat(take()).isEqualTo(new Answer.Conflict());
    }

    @Test
    void aHolderWhoseLockFileWasDeletedDoesNotOverwriteItsSuccessor() throws IOException {
        Files.delete(path.resolve("billing.lock"));
        assertThat(take()).isInstanceOf(Answer.Written.class);

        assertThat(holder.tell("acquire holder 2")).isEqualTo("Conflict");
        assertThat(holder.tell("acquire holder 3")).isEqualTo("Conflict");
        assertThat(found().record()).isEqualTo(StoreProcess.record("standby", 1));
    }

    @Test
    void aSecondStoreInTheJvmDoesNotDropTheLock() {
        assertThat(holder.tell("release")).isEqualTo("Written");
        assertThat(take()).isInstanceOf(Answer.Written.class);
        LeaseDirectory directory = LeaseDirectory.of(path, false, false, any -> "ext4");
        for (int i = 0; i < 3; i++) {
            FileLeaseStore second = new FileLeaseStore(directory, "billing", executor);
            StoredLease lease = found();
            Answer answer = ask(second, lease, 7);
            second.close();
            assertThat(answer).isEqualTo(new Answer.Conflict());
            assertThat(holder.tell("acquire holder 2")).isEqualTo("Conflict");
        }
    }

    @Test
    void aSecondClassLoaderDoesNotDropTheLock() throws Exception {
        assertThat(holder.tell("release")).isEqualTo("Written");
        assertThat(take()).isInstanceOf(Answer.Written.class);
        try (OtherClassLoader other = new OtherClassLoader()) {
            assertThat(other.lockWasFree(path.resolve("billing.lock"))).isFalse();
        }
        assertThat(holder.tell("acquire holder 2")).isEqualTo("Conflict");
    }

    @Test
    void exchangedSystemPropertiesDoNotDropTheLock() {
        assertThat(holder.tell("release")).isEqualTo("Written");
        assertThat(take()).isInstanceOf(Answer.Written.class);
        var original = System.getProperties();
        var copy = new Properties();
        original.stringPropertyNames().forEach(name -> copy.setProperty(name, original.getProperty(name)));
        System.setProperties(copy);
        try {
            aSecondStoreOpensAndCloses();
        } finally {
            System.setProperties(original);
        }
        assertThat(holder.tell("acquire holder 2")).isEqualTo("Conflict");
    }

    private void aSecondStoreOpensAndCloses() {
        LeaseDirectory directory = LeaseDirectory.of(path, false, false, any -> "ext4");
        try (FileLeaseStore second = new FileLeaseStore(directory, "billing", executor)) {
            assertThat(ask(second, found(), 7)).isEqualTo(new Answer.Conflict());
        }
    }

    /**
     * The holder renews while nobody here looks at its lock: whoever looks has it for an instant, and, where this JVM is
     * stopped in that instant, for longer than the holder waits.
     */
    private String renewal() throws IOException {
        LockFile lock = LockFile.open(path.resolve("billing.lock"), Permissions.OWNER);
        assertThat(lock.enterMonitor(PATIENCE.toNanos())).isTrue();
        try {
            return holder.tell("acquire holder 2");
        } finally {
            lock.exitMonitor();
            lock.leave();
        }
    }

    private void awaitLooks() {
        for (int look = 0; look < 3; look++) {
            int from = news.items().size();
            new RecordEditor(path, "billing").leaveNote("look again");
            news.await(Changed.class::isInstance, from, PATIENCE);
        }
    }

    private void awaitFreeLock() throws IOException {
        LockFile lock = LockFile.open(path.resolve("billing.lock"), Permissions.OWNER);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!lock.isFree()) {
            assertThat(System.nanoTime() - end).as("patience used up").isNegative();
            Thread.onSpinWait();
        }
        lock.leave();
    }

    private Answer take() {
        return ask(store, found(), 1);
    }

    private static Answer ask(FileLeaseStore through, StoredLease seen, int attempt) {
        return Reply.to(answer -> through.replace(seen, StoreProcess.record("standby", attempt), PATIENCE, answer))
                .await(PATIENCE);
    }

    private StoredLease found() {
        Answer answer = Reply.to(reply -> store.read(PATIENCE, reply)).await(PATIENCE);
        assertThat(answer).isInstanceOf(Answer.Found.class);
        return ((Answer.Found) answer).lease();
    }

    private static Predicate<RecordedNews.Item> isRecord(int attempt) {
        return item ->
                item instanceof Changed changed && changed.record().equals(StoreProcess.record("holder", attempt));
    }

    private static void assumeObituaries() {
        assumeTrue(ProcessMark.current().isPresent(), "this system does not tell enough about processes");
    }

    private static void assumeSignals() {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "no signals here");
    }
}
