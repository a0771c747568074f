package io.leaderelection.lock.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.LeaseStoreContract;
import io.leaderelection.lock.RecordedNews;
import io.leaderelection.lock.RecordedNews.Died;
import io.leaderelection.lock.RecordedNews.Down;
import io.leaderelection.lock.RecordedNews.Live;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Stranger;
import io.leaderelection.lock.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file store within one JVM; {@link FileTakeoverTests} has several. */
class FileLeaseStoreTests extends LeaseStoreContract {

    private static final String NAME = "billing";

    @TempDir
    private Path base;

    private Path path;
    private RecordEditor editor;
    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    @BeforeEach
    void name() {
        path = base.resolve("leases");
        editor = new RecordEditor(path, NAME);
    }

    @Override
    protected LeaseStore open() {
        return new FileLeaseStore(directory(), NAME, executor);
    }

    @Override
    protected Stranger stranger() {
        return editor;
    }

    /** Waits for writes that nobody waited for, which would go on in a directory that is being deleted. */
    @AfterEach
    void stop() throws InterruptedException {
        executor.shutdownNow();
        assertThat(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    // --- names, files, permissions

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "a\\b", "A", "ä", "a.b", "a b", "a\n", "\u0000"})
    void aNameThatIsNoPlainFileNameIsRefused(String name) {
        LeaseDirectory directory = directory();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileLeaseStore(directory, name, executor))
                .withMessageContaining("leader.election.name");
    }

    @Test
    void filesAreForTheirOwnerAlone() throws IOException {
        assumePosix();
        replaced(view(), created(view(), free(0)), held("a", 1));

        assertThat(modes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "billing.lock", "rw-------", "billing.record", "rw-------", "billing.revision", "rw-------"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void sharedFilesAreForTheGroupToo() throws IOException {
        assumePosix();
        LeaseDirectory shared = LeaseDirectory.of(path, true, false, any -> "ext4");
        created(new FileLeaseStore(shared, NAME, executor), free(0));

        assertThat(modes().values()).containsOnly("rw-rw----");
        assertThat((Integer) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(02770);
    }

    @Test
    void nothingIsOpenedBeforeItIsNeeded() {
        LeaseStore store = view();
        assertThat(store.describe()).contains(path.resolve("billing.record").toString());
        assertThat(path).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing.lock", "billing.record", "billing.revision", "billing.new"})
    void linksAreNotFollowed(String file) throws IOException {
        LeaseStore store = view();
        StoredLease lease = created(store, free(0));
        Path victim = Files.writeString(base.resolve("victim"), "precious");
        Files.deleteIfExists(path.resolve(file));
        Files.createSymbolicLink(path.resolve(file), victim);

        Answer answer = replace(store, lease, held("a", 1));
        if (file.equals("billing.new")) {
            assertThat(answer).isInstanceOf(Answer.Written.class);
        } else {
            assertThat(answer).isInstanceOf(StoreFailure.class);
            assertThat(Files.isSymbolicLink(path.resolve(file))).isTrue();
        }
        assertThat(victim).hasContent("precious");
    }

    // --- the holder's lock within one JVM

    @Test
    void nobodyWritesBesideALivingHolder() {
        StoredLease lease = created(view(), held("a", 1));
        LeaseStore other = view();

        assertThat(replace(other, lease, held("b", 1))).isEqualTo(new Answer.Conflict());
        assertThat(replace(other, lease, free(1))).isEqualTo(new Answer.Conflict());
        assertThat(found(other).record()).isEqualTo(held("a", 1));
    }

    @Test
    void aReleasedLeaseIsForEverybody() {
        LeaseStore store = view();
        StoredLease released = replaced(store, created(store, held("a", 1)), free(1));

        replaced(view(), released, held("b", 1));
    }

    /** As on a full disk: whoever releases has ended its work, so nobody need wait until its process ends. */
    @Test
    void aReleaseThatCannotBeWrittenGivesTheLockUpAllTheSame() throws IOException {
        LeaseStore holder = view();
        LeaseStore other = view();
        StoredLease lease = created(holder, held("a", 1));
        Path inTheWay = Files.createDirectories(path.resolve("billing.new").resolve("full"));
        assertThat(replace(holder, lease, held("a", 2))).isInstanceOf(StoreFailure.class);
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        assertThat(replace(other, lease, held("b", 3))).isInstanceOf(Answer.Conflict.class);

        Files.createDirectories(inTheWay);
        assertThat(replace(holder, lease, free(4))).isInstanceOf(StoreFailure.class);
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        replaced(other, lease, held("b", 5));
    }

    @Test
    void whoHoldsOnToALeaseThatWasLeftToExpireHasTheLockAgain() {
        LeaseStore holder = view();
        StoredLease lease = created(holder, held("a", 1));
        holder.letExpire();
        StoredLease renewed = replaced(holder, lease, held("a", 2));

        assertThat(replace(view(), renewed, held("b", 3))).isInstanceOf(Answer.Conflict.class);
    }

    /** As a write that hangs, and ends when nobody waits for it any more. */
    @Test
    void aWriteUnderWayLeavesNoLockToATermThatHasEnded() throws Exception {
        LeaseStore holder = view();
        StoredLease lease = created(holder, held("a", 1));
        JvmClaim claim = JvmClaim.join(path.resolve("billing.lock"), Permissions.OWNER);
        claim.mutex().lock();
        Reply late = ask(answer -> holder.replace(lease, held("a", 2), PATIENCE, answer));
        holder.letExpire();
        claim.mutex().unlock();
        claim.leave();

        StoredLease written = ((Answer.Written) late.await(PATIENCE)).lease();
        await().atMost(PATIENCE).untilAsserted(() -> replaced(view(), written, held("b", 3)));
    }

    @Test
    void aClosedStoreHoldsNothing() {
        LeaseStore store = view();
        StoredLease lease = created(store, held("a", 1));
        store.close();

        assertThat(create(store, held("a", 1))).isInstanceOf(StoreFailure.class);
        replaced(view(), lease, held("b", 1));
    }

    @Test
    void aHolderWhoseRecordWasChangedGivesItsLockBack() {
        LeaseStore store = view();
        created(store, held("a", 1));
        editor.overwrite(held("b", 1));
        StoredLease theirs = found(store);

        replaced(view(), theirs, held("c", 1));
    }

    @Test
    void aHolderWhoseRecordWasDeletedGivesItsLockBack() {
        LeaseStore store = view();
        created(store, held("a", 1));
        editor.delete();
        assertThat(read(store)).isEqualTo(new Answer.Missing());

        created(view(), held("b", 1));
    }

    @Test
    void anEndedWatchOfAHolderLeavesItsLock() {
        LeaseStore store = view();
        RecordedNews news = new RecordedNews();
        StoredLease lease = created(store, held("a", 1));
        var watch = store.watch(news);
        news.awaitLive(PATIENCE);
        watch.cancel();

        assertThat(replace(view(), lease, held("b", 1))).isEqualTo(new Answer.Conflict());
    }

    // --- lock file deleted or exchanged

    @Test
    void aDeletedLockFileIsAConflictForTheHolder() throws IOException {
        LeaseStore store = view();
        StoredLease lease = created(store, held("a", 1));
        Files.delete(path.resolve("billing.lock"));

        assertThat(replace(store, lease, held("a", 2))).isEqualTo(new Answer.Conflict());
        assertThat(found(store).version()).isEqualTo(lease.version());
        StoredLease renewed = replaced(store, lease, held("a", 2));
        assertThat(replace(view(), renewed, held("b", 1))).isEqualTo(new Answer.Conflict());
    }

    @Test
    void anotherLockFileInThePlaceIsAConflictForTheHolder() throws IOException {
        LeaseStore store = view();
        StoredLease lease = created(store, held("a", 1));
        Files.move(path.resolve("billing.lock"), path.resolve("moved"));
        StoredLease taken = replaced(view(), lease, held("b", 1));

        assertThat(replace(store, lease, held("a", 2))).isEqualTo(new Answer.Conflict());
        assertThat(replace(store, taken, held("a", 2))).isEqualTo(new Answer.Conflict());
        assertThat(found(store).record()).isEqualTo(held("b", 1));
    }

    @Test
    void aLockFileThatSomebodyClosedIsOpenedAgain() throws IOException {
        LeaseStore store = view();
        StoredLease lease = created(store, held("a", 1));
        JvmClaim claim = JvmClaim.join(path.resolve("billing.lock"), Permissions.OWNER);
        claim.channel().close();
        claim.leave();

        StoredLease renewed = replaced(store, lease, held("a", 2));
        assertThat(replace(view(), renewed, held("b", 1))).isEqualTo(new Answer.Conflict());
    }

    @Test
    void aDirectoryThatVanishedIsAFailure() throws IOException {
        LeaseStore store = view();
        StoredLease lease = created(store, held("a", 1));
        Files.move(path, base.resolve("elsewhere"));

        assertThat(replace(store, lease, held("a", 2))).isEqualTo(new Answer.Conflict());
        assertThat(read(store)).isInstanceOf(StoreFailure.class);
        assertThat(create(store, held("a", 2))).isInstanceOf(StoreFailure.class);
        assertThat(base.resolve("leases")).doesNotExist();

        Files.move(base.resolve("elsewhere"), path);
        replaced(store, found(store), held("a", 2));
    }

    // --- revisions

    @Test
    void theCounterSurvivesEverythingElse() throws IOException {
        created(view(), held("a", 1));
        for (String file : List.of("billing.lock", "billing.record")) {
            Files.delete(path.resolve(file));
        }
        assertThat(created(view(), held("b", 1)).version().revision()).isEqualTo("2");
    }

    @Test
    void aRecordAheadOfItsCounterCounts() throws IOException {
        LeaseStore store = view();
        StoredLease lease = created(store, free(0));
        editor.forge(FileLease.first("other", free(0), 41, null, "none"));
        assertThat(replaced(store, found(store), free(1)).version().revision()).isEqualTo("42");
        assertThat(lease.version().revision()).isEqualTo("1");

        Files.delete(path.resolve("billing.revision"));
        assertThat(replaced(store, found(store), free(2)).version().revision()).isEqualTo("43");
        Files.writeString(path.resolve("billing.revision"), "?");
        assertThat(replaced(store, found(store), free(3)).version().revision()).isEqualTo("44");
        assertThat(path.resolve("billing.revision")).hasContent("44");
    }

    @Test
    void withoutAnyKnownRevisionTheElectionStandsStill() throws IOException {
        LeaseStore store = view();
        created(store, held("a", 1));
        editor.delete();
        Files.writeString(path.resolve("billing.revision"), "many");

        assertThat(create(store, held("a", 2))).isInstanceOfSatisfying(StoreFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREADABLE);
            assertThat(failure.message()).contains("billing.revision", "highest revision");
        });
        assertThat(read(store)).isEqualTo(new Answer.Missing());

        Files.writeString(path.resolve("billing.revision"), "17\n");
        assertThat(created(store, held("a", 2)).version().revision()).isEqualTo("18");
    }

    @Test
    void aRevisionBeyondAllTokensIsNotBelieved() {
        LeaseStore store = view();
        created(store, free(0));
        editor.edit(text -> text.replace("revision=1", "revision=9223372036854775807"));

        assertThat(replaced(store, found(store), free(1)).version().revision()).isEqualTo("2");
    }

    // --- damage

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "garbage",
                "format=1\n",
                "format=2\nuid=a\nrevision=7\nholder=future\n",
                "format=1\nuid=a\nrevision=x\n",
                "format=1\nuid=a\nrevision=1\nduration=long\n",
                "format=1\nuid=a\nrevision=1\nrenewed=yesterday\n",
                "format=1\nuid=a\nrevision=1\nholder=\\uzzzz\n"
            })
    void aDamagedRecordIsNobodysAndCanBeReplaced(String text) {
        LeaseStore store = view();
        StoredLease before = created(store, free(0));
        editor.save(text);

        StoredLease damaged = found(store);
        assertThat(damaged.version()).isNotEqualTo(before.version());
        assertThat(damaged.version().number()).isEmpty();
        assertThat(damaged.record().isHeld()).isFalse();
        assertThat(damaged.record().wasNeverHeld()).isFalse();
        assertThat(found(view()).version()).isEqualTo(damaged.version());
        assertThat(replaced(store, damaged, held("a", 1)).version().revision()).isEqualTo("2");
    }

    @Test
    void aHugeRecordIsDamaged() {
        LeaseStore store = view();
        created(store, free(0));
        editor.save("x".repeat(5 << 20));

        assertThat(found(store).record().wasNeverHeld()).isFalse();
        replaced(store, found(store), held("a", 1));
    }

    @Test
    void whatACrashedWriterLeftIsCleanedUp() throws IOException {
        Files.writeString(directory().path().resolve("billing.new"), "half a rec");
        created(view(), held("a", 1));

        assertThat(path.resolve("billing.new")).doesNotExist();
    }

    // --- watching

    @Test
    void aWatchThatCannotReadIsDownUntilItCan() throws IOException {
        StoredLease lease = created(view(), held("a", 1));
        RecordedNews news = watch(view());
        news.awaitLive(PATIENCE);
        // Each exchange is one step: a record that is missing for an instant would be told as deleted.
        Path record = path.resolve("billing.record");
        Path aside = Files.copy(record, path.resolve("aside"));
        Path link = Files.createSymbolicLink(path.resolve("link"), aside);
        Files.move(link, record, StandardCopyOption.ATOMIC_MOVE);
        int down = news.await(Down.class::isInstance, 0, PATIENCE);
        Files.move(aside, record, StandardCopyOption.ATOMIC_MOVE);

        int again = news.await(RecordedNews.isChangeTo(lease.version()), down, PATIENCE);
        news.await(Live.class::isInstance, again, PATIENCE);
        assertThat(news.items().stream().filter(Down.class::isInstance)).hasSize(1);
    }

    @Test
    void aListenerThatThrowsHearsTheNextNewsToo() {
        RecordedNews news = new RecordedNews() {
            @Override
            public void live() {
                super.live();
                throw new IllegalStateException("expected by this test");
            }
        };
        view().watch(news);
        news.awaitLive(PATIENCE);

        news.awaitChange(created(view(), held("a", 1)).version(), PATIENCE);
    }

    @Test
    void aListenerThatThrowsAtFailureHearsTheNextNewsToo() throws IOException {
        StoredLease lease = created(view(), held("a", 1));
        RecordedNews news = new RecordedNews() {
            @Override
            public void down(StoreFailure failure) {
                super.down(failure);
                throw new IllegalStateException("expected by this test");
            }
        };
        view().watch(news);
        news.awaitLive(PATIENCE);
        Path record = path.resolve("billing.record");
        Path aside = Files.copy(record, path.resolve("aside"));
        Files.move(Files.createSymbolicLink(path.resolve("link"), aside), record, StandardCopyOption.ATOMIC_MOVE);
        int down = news.await(Down.class::isInstance, 0, PATIENCE);
        Files.move(aside, record, StandardCopyOption.ATOMIC_MOVE);

        news.await(RecordedNews.isChangeTo(lease.version()), down, PATIENCE);
    }

    // --- obituaries

    @Test
    void anEndedProcessAndItsFreeLockAreProof() throws Exception {
        RecordedNews news = hearing(dead());

        news.await(new Died("p-a")::equals, 0, PATIENCE);
    }

    @Test
    void anObituaryIsToldOncePerVersion() throws Exception {
        RecordedNews news = hearing(dead());
        int first = news.await(new Died("p-a")::equals, 0, PATIENCE);
        editor.leaveNote("the version changes, the record does not");

        news.await(new Died("p-a")::equals, first + 1, PATIENCE);
        assertThat(news.items().stream().filter(Died.class::isInstance)).hasSize(2);
    }

    @Test
    void aLivingProcessIsNotDead() throws Exception {
        ProcessMark self = ProcessMark.current().orElseThrow();
        assertNoObituary(lease(held("a", 1), self, lockIdentity()));
    }

    @Test
    void aProcessOfAnotherBootOrNamespaceIsNotKnownToBeDead() throws Exception {
        ProcessMark dead = Processes.ended();
        ProcessMark boot = new ProcessMark(dead.pid(), dead.start(), "another", dead.namespaces());
        ProcessMark namespace = new ProcessMark(dead.pid(), dead.start(), dead.boot(), "pid:[1]time:[1]");

        assertNoObituary(lease(held("a", 1), boot, lockIdentity()));
        assertNoObituary(lease(held("a", 1), namespace, lockIdentity()));
        assertNoObituary(lease(held("a", 1), null, lockIdentity()));
    }

    @Test
    void aFreeLockOnAnotherLockFileProvesNothing() throws Exception {
        assertNoObituary(lease(held("a", 1), Processes.ended(), "(dev=0,ino=0)"));
        assertNoObituary(lease(held("a", 1), Processes.ended(), null));
    }

    @Test
    void aTakenLockContradictsADeath() throws Exception {
        LockFile somebody =
                LockFile.open(path.resolve("billing.lock"), directory().permissions());
        assertThat(somebody.enter(PATIENCE.toNanos())).isTrue();
        assertThat(somebody.hold()).isTrue();
        somebody.exit();
        try {
            assertNoObituary(dead());
        } finally {
            somebody.leave();
        }
    }

    @Test
    void aSealThatDoesNotFitNamesNobody() throws Exception {
        LeaseRecord ours = held("a", 1);
        LeaseRecord taken =
                new LeaseRecord("b", 15, ours.acquireTime(), ours.renewTime(), ours.leaseTransitions(), ours.seal());
        LeaseRecord released = new LeaseRecord(null, 15, ours.acquireTime(), ours.renewTime(), 1, ours.seal());
        assertNoObituary(lease(taken, Processes.ended(), lockIdentity()));
        assertNoObituary(lease(released, Processes.ended(), lockIdentity()));
    }

    // --- fixtures

    private LeaseDirectory directory() {
        return LeaseDirectory.of(path, false, false, any -> "ext4");
    }

    private void assertNoObituary(FileLease lease) {
        RecordedNews news = hearing(lease);
        awaitLooks(news);
        assertThat(news.items()).doesNotHaveAnyElementsOfTypes(Died.class);
    }

    private RecordedNews hearing(FileLease lease) {
        directory();
        editor.forge(lease);
        RecordedNews news = watch(view());
        news.awaitChange(lease.version(), PATIENCE);
        return news;
    }

    /** Waits until the watch has certainly looked for a death some more, by telling it of other versions. */
    private void awaitLooks(RecordedNews news) {
        for (int i = 0; i < 3; i++) {
            FileLease now = editor.lease();
            FileLease next = now.next(now.record(), now.revision() + 1, now.writer(), now.lock());
            editor.forge(next);
            news.awaitChange(next.version(), PATIENCE);
        }
    }

    private static FileLease lease(LeaseRecord record, @Nullable ProcessMark writer, @Nullable String lock) {
        return new FileLease(record, new Version("forged", "7"), 7, writer, lock, List.of());
    }

    private FileLease dead() throws Exception {
        return lease(held("a", 1), Processes.ended(), lockIdentity());
    }

    private String lockIdentity() throws IOException {
        LockFile lock = LockFile.open(path.resolve("billing.lock"), directory().permissions());
        lock.leave();
        return lock.identity();
    }

    private Map<String, String> modes() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), FileLeaseStoreTests::mode));
        }
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void assumePosix() {
        assumeTrue(Permissions.isKnownTo(base), "this system has no POSIX permissions");
    }
}
