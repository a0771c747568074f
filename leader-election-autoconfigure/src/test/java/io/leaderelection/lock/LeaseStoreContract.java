package io.leaderelection.lock;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leaderelection.lock.RecordedNews.Deleted;
import io.leaderelection.lock.RecordedNews.Down;
import io.leaderelection.lock.RecordedNews.Live;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link LeaseStore} promises. A store's test extends this class, opens views of one lease that does not
 * exist yet, and passes all of it. As a store may protect a lease that is held, a view that writes after another one
 * finds the lease free.
 */
public abstract class LeaseStoreContract {

    /** How long a test waits for what must come. */
    protected static final Duration PATIENCE = Reply.PATIENCE;

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.000001Z");

    private final List<LeaseStore> opened = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final List<RecordedNews> watches = new ArrayList<>();

    /** Another view of this test's one lease, as another process would have it. The contract closes it. */
    protected abstract LeaseStore open();

    /** Somebody who changes this test's lease without a store. */
    protected abstract Stranger stranger();

    /**
     * Breaks the watches that are open now, so that they must start again by themselves.
     *
     * @return whether watches of this store can be broken
     */
    protected boolean interruptWatches() {
        return false;
    }

    /**
     * Makes the next write arrive and its answer get lost, so that the writer knows at once.
     *
     * @return whether answers of this store can be lost
     */
    protected boolean loseNextAnswer() {
        return false;
    }

    @AfterEach
    void everythingKeptItsPromises() {
        opened.forEach(LeaseStore::close);
        replies.forEach(Reply::check);
        watches.forEach(RecordedNews::check);
    }

    // --- reading and writing

    @Test
    void aLeaseThatNobodyCreatedIsMissing() {
        assertThat(read(view())).isEqualTo(new Answer.Missing());
    }

    @Test
    void aCreatedLeaseIsReadByEveryView() {
        LeaseStore store = view();
        StoredLease written = created(store, held("a", 1));

        assertThat(written.record()).isEqualTo(held("a", 1));
        for (LeaseStore reader : List.of(store, view())) {
            StoredLease found = found(reader);
            assertThat(found.record()).isEqualTo(held("a", 1));
            assertThat(found.version()).isEqualTo(written.version());
        }
    }

    @Test
    void aVacantLeaseStaysVacant() {
        LeaseStore store = view();
        created(store, LeaseRecord.VACANT);

        assertThat(found(store).record().wasNeverHeld()).isTrue();
    }

    @Test
    void anAssignmentIsKeptAndReplacedLikeAnyRecord() {
        LeaseStore store = view();
        LeaseRecord large = LeaseRecord.ofAssignment("v1;owners=" + "0-3mg.".repeat(8_000));
        StoredLease first = created(store, LeaseRecord.ofAssignment("v1;a=%20;b=é"));
        assertThat(found(view()).record()).isEqualTo(first.record());

        replaced(view(), first, large);

        assertThat(found(store).record()).isEqualTo(large);
        assertThat(found(store).record().isHeld()).isFalse();
    }

    @Test
    void anExistingLeaseIsNotCreatedAgain() {
        created(view(), held("a", 1));
        LeaseStore other = view();

        assertThat(create(other, held("b", 1))).isEqualTo(new Answer.Conflict());
        assertThat(found(other).record()).isEqualTo(held("a", 1));
    }

    @Test
    void aLeaseIsReplacedByWhoeverKnowsItsVersion() {
        StoredLease first = created(view(), free(1));
        LeaseStore other = view();
        LeaseStore third = view();

        StoredLease second = replaced(other, found(other), free(2));
        StoredLease last = replaced(third, found(third), held("c", 3));

        assertThat(last.record()).isEqualTo(held("c", 3));
        assertThat(last.version().uid()).isEqualTo(first.version().uid());
        assertThat(second.version().isNewerThan(first.version())).isTrue();
        assertThat(last.version().isNewerThan(second.version())).isTrue();
        assertThat(found(other).version()).isEqualTo(last.version());
    }

    @Test
    void oneHolderRenewsAgainAndAgain() {
        LeaseStore store = view();
        StoredLease lease = created(store, held("a", 0));
        for (int renewal = 1; renewal <= 10; renewal++) {
            lease = replaced(store, lease, held("a", renewal));
        }
        assertThat(found(store).record()).isEqualTo(held("a", 10));
    }

    @Test
    void aLeaseThatIsLeftToExpireStaysAsItIsForWhoeverWaitsItOut() {
        LeaseStore holder = view();
        StoredLease lease = created(holder, held("a", 1));
        holder.letExpire();

        assertThat(found(view()).version()).isEqualTo(lease.version());
        replaced(view(), lease, held("b", 2));
    }

    @Test
    void aLeaseThatIsLeftToExpireCanBeHeldOnTo() {
        LeaseStore holder = view();
        StoredLease lease = created(holder, held("a", 1));
        holder.letExpire();

        assertThat(found(holder).version()).isEqualTo(lease.version());
        replaced(holder, lease, held("a", 2));
    }

    @Test
    void anOldVersionChangesNothing() {
        LeaseStore store = view();
        StoredLease old = created(store, held("a", 1));
        StoredLease now = replaced(store, old, held("a", 2));

        assertThat(replace(store, old, held("a", 3))).isEqualTo(new Answer.Conflict());
        assertThat(replace(view(), old, held("b", 3))).isEqualTo(new Answer.Conflict());
        assertThat(found(store).version()).isEqualTo(now.version());
        assertThat(found(store).record()).isEqualTo(held("a", 2));
    }

    @Test
    void aDeletedLeaseIsNotReplaced() {
        LeaseStore store = view();
        StoredLease old = created(store, held("a", 1));
        stranger().delete();

        assertThat(replace(store, old, held("a", 2))).isEqualTo(new Answer.Conflict());
        assertThat(read(store)).isEqualTo(new Answer.Missing());
    }

    @Test
    void aRecreatedLeaseIsAnotherOne() {
        LeaseStore store = view();
        StoredLease old = created(store, free(1));
        stranger().delete();
        StoredLease now = created(view(), held("b", 1));

        assertThat(now.version().uid()).isNotEqualTo(old.version().uid());
        assertThat(replace(store, old, held("a", 2))).isEqualTo(new Answer.Conflict());
        assertThat(found(store).record()).isEqualTo(held("b", 1));
        assertThat(found(store).version()).isEqualTo(now.version());
    }

    @Test
    void revisionsRiseAlsoAcrossDeletion() {
        LeaseStore store = view();
        List<Long> revisions = new ArrayList<>();
        for (int life = 0; life < 3; life++) {
            StoredLease lease = created(store, held("a", 0));
            revisions.add(number(lease));
            for (int renewal = 1; renewal <= 3; renewal++) {
                lease = replaced(store, lease, held("a", renewal));
                revisions.add(number(lease));
            }
            stranger().delete();
        }
        assertThat(revisions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anEqualRecordIsWrittenToo() {
        LeaseStore store = view();
        StoredLease first = created(store, held("a", 1));
        StoredLease second = replaced(store, first, held("a", 1));

        assertThat(first.version().isNewerThan(second.version())).isFalse();
        assertThat(found(store).version()).isEqualTo(second.version());
        replaced(store, second, held("a", 2));
    }

    @Test
    void aRehearsedWriteChangesNothing() {
        LeaseStore store = view();
        assumeTrue(store.canRehearse(), "nothing can be rehearsed here");
        StoredLease lease = created(store, held("a", 1));
        RecordedNews news = watch(view());

        LeaseStore other = view();
        assertThat(rehearse(other, found(other))).isInstanceOf(Answer.Written.class);

        assertThat(found(store).version()).isEqualTo(lease.version());
        StoredLease next = replaced(store, lease, held("a", 2));
        news.awaitChange(next.version(), PATIENCE);
        assertThat(news.items())
                .filteredOn(RecordedNews.Changed.class::isInstance)
                .doesNotHaveDuplicates();
        assertThat(rehearse(other, lease)).as("of an old version").isEqualTo(new Answer.Conflict());
        stranger().delete();
        assertThat(rehearse(other, next)).as("of a lease that is gone").isEqualTo(new Answer.Conflict());
        assertThat(read(store)).isEqualTo(new Answer.Missing());
    }

    @Test
    void whatCannotBeRehearsedIsNot() {
        LeaseStore store = view();
        StoredLease lease = created(store, held("a", 1));
        assumeTrue(!store.canRehearse(), "writes can be rehearsed here");

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> store.rehearse(lease, PATIENCE, answer -> {}));
    }

    @Test
    void aStrangersChangeIsAConflict() {
        LeaseStore store = view();
        StoredLease mine = created(store, held("a", 1));
        stranger().overwrite(held("b", 1));

        assertThat(replace(store, mine, held("a", 2))).isEqualTo(new Answer.Conflict());
        StoredLease theirs = found(store);
        assertThat(theirs.record()).isEqualTo(held("b", 1));
        assertThat(theirs.version()).isNotEqualTo(mine.version());
        assertThat(number(replaced(store, theirs, held("a", 2)))).isGreaterThan(number(mine));
    }

    @Test
    void whatOthersStoreBesideTheRecordIsKept() {
        LeaseStore store = view();
        StoredLease before = created(store, held("a", 1));
        assumeTrue(stranger().leaveNote("do not touch; ${jndi:x} ü\n"), "this store keeps nothing but the record");
        assertThat(replace(store, before, held("a", 2)))
                .as("a note changes the version")
                .isEqualTo(new Answer.Conflict());

        StoredLease noted = found(store);
        assertThat(noted.record()).isEqualTo(held("a", 1));
        replaced(store, replaced(store, noted, held("a", 2)), held("a", 3));

        assertThat(stranger().note()).contains("do not touch; ${jndi:x} ü\n");
    }

    @Test
    void aLostAnswerIsAFailureAndTheWriteStands() {
        LeaseStore store = view();
        StoredLease before = created(store, held("a", 1));
        assumeTrue(loseNextAnswer(), "this store gives its answers itself");

        assertThat(replace(store, before, held("a", 2))).isInstanceOf(StoreFailure.class);
        StoredLease now = found(view());
        assertThat(now.record()).isEqualTo(held("a", 2));
        assertThat(replace(store, before, held("a", 3))).isEqualTo(new Answer.Conflict());
        replaced(store, now, held("a", 3));
    }

    @Test
    void aCreationWhoseAnswerIsLostStands() {
        assumeTrue(loseNextAnswer(), "this store gives its answers itself");

        assertThat(create(view(), held("a", 1))).isInstanceOf(StoreFailure.class);
        assertThat(found(view()).record()).isEqualTo(held("a", 1));
        assertThat(create(view(), held("b", 1))).isEqualTo(new Answer.Conflict());
    }

    // --- races

    @Test
    void sixteenCreateAndOneWins() throws Exception {
        List<LeaseStore> views = views(4);
        List<Answer> answers = atOnce(16, i -> () -> create(views.get(i % 4), held("candidate-" + i, i)));

        assertThat(wins(answers)).isEqualTo(Map.of(true, 1L, false, 15L));
        assertThat(found(view()).version()).isEqualTo(winner(answers).version());
    }

    @Test
    void thirtyTwoReplaceOneVersionAndOneWins() throws Exception {
        List<LeaseStore> views = views(4);
        created(views.get(0), LeaseRecord.VACANT);
        List<StoredLease> seen = views.stream().map(this::found).toList();
        List<Answer> answers =
                atOnce(32, i -> () -> replace(views.get(i % 4), seen.get(i % 4), held("candidate-" + i, i)));

        assertThat(wins(answers)).isEqualTo(Map.of(true, 1L, false, 31L));
        StoredLease found = found(view());
        assertThat(found.version()).isEqualTo(winner(answers).version());
        assertThat(found.record()).isEqualTo(winner(answers).record());
    }

    @Test
    void noIncrementIsLostAmongRivals() throws Exception {
        List<LeaseStore> views = views(4);
        created(views.get(0), free(0));
        List<Integer> written = atOnce(4, i -> () -> increments(views.get(i), 10));

        int total = written.stream().mapToInt(Integer::intValue).sum();
        assertThat(total).isPositive();
        assertThat(found(views.get(0)).record().leaseTransitions()).isEqualTo(total);
    }

    // --- requests

    @Test
    void manyRequestsAtOnceAreAllAnswered() {
        LeaseStore store = view();
        created(store, held("a", 1));
        List<Reply> reads = Stream.generate(() -> ask(answer -> store.read(PATIENCE, answer)))
                .limit(50)
                .toList();

        assertThat(reads).allSatisfy(reply -> assertThat(reply.await(PATIENCE)).isInstanceOf(Answer.Found.class));
    }

    @Test
    void aRequestWithoutTimeIsAnsweredToo() {
        LeaseStore store = view();
        Answer answer = create(store, held("a", 1), Duration.ofNanos(1));

        assertThat(answer)
                .satisfiesAnyOf(
                        inTime -> assertThat(inTime).isInstanceOf(Answer.Written.class),
                        late -> assertThat(late)
                                .isInstanceOfSatisfying(
                                        StoreFailure.class,
                                        failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.TIMEOUT)));
    }

    @Test
    void aCancelledRequestHarmsNobody() {
        LeaseStore store = view();
        for (int i = 0; i < 20; i++) {
            Reply reply = ask(answer -> store.read(PATIENCE, answer));
            reply.cancel();
            reply.cancel();
        }
        StoredLease lease = created(store, held("a", 1));
        ask(answer -> store.replace(lease, held("a", 2), PATIENCE, answer)).cancel();

        assertThat(found(store).record()).isIn(held("a", 1), held("a", 2));
    }

    @Test
    void aStoreClosesWhileRequestsAreUnderWay() {
        created(view(), free(1));
        LeaseStore store = open();
        RecordedNews news = watch(store);
        for (int i = 0; i < 20; i++) {
            ask(answer -> store.read(PATIENCE, answer));
        }
        assertThatCode(store::close).doesNotThrowAnyException();
        assertThatCode(store::close).doesNotThrowAnyException();

        StoredLease later = changedUntilHeardBy(watch(view()));
        assertThat(news.hasHeardOf(later.version())).isFalse();
    }

    // --- watching

    @Test
    void aWatchBeginsWithTheLeaseAsItIs() {
        StoredLease lease = created(view(), held("a", 1));
        RecordedNews news = watch(view());

        news.awaitLive(PATIENCE);
        assertThat(news.hasHeardOf(lease.version())).isTrue();
        assertThat(news.items()).doesNotHaveAnyElementsOfTypes(Deleted.class, Down.class);
    }

    @Test
    void aWatchOfNothingHearsTheCreation() {
        RecordedNews news = watch(view());
        news.awaitLive(PATIENCE);
        assertThat(news.items()).containsExactly(new Live());

        StoredLease lease = created(view(), held("a", 1));
        news.awaitChange(lease.version(), PATIENCE);
    }

    @Test
    void aWatchHearsChangesByEveryView() {
        LeaseStore own = view();
        LeaseStore other = view();
        RecordedNews news = watch(own);
        news.awaitLive(PATIENCE);

        StoredLease first = created(own, free(1));
        news.awaitChange(first.version(), PATIENCE);
        StoredLease second = replaced(other, found(other), held("b", 1));
        news.awaitChange(second.version(), PATIENCE);

        assertThat(news.items()).contains(new RecordedNews.Changed(held("b", 1), second.version()));
    }

    @Test
    void aWatchHearsDeletionAndRecreation() {
        StoredLease first = created(view(), free(1));
        RecordedNews news = watch(view());
        news.awaitLive(PATIENCE);

        stranger().delete();
        int deletion = news.await(Deleted.class::isInstance, 0, PATIENCE);
        assertThat(((Deleted) news.items().get(deletion)).version().uid())
                .isEqualTo(first.version().uid());

        StoredLease second = created(view(), held("b", 1));
        news.await(RecordedNews.isChangeTo(second.version()), deletion, PATIENCE);
    }

    @Test
    void aWatchHearsStrangers() {
        StoredLease mine = created(view(), held("a", 1));
        RecordedNews news = watch(view());
        news.awaitLive(PATIENCE);

        stranger().overwrite(held("b", 7));
        news.await(
                item -> item instanceof RecordedNews.Changed changed
                        && changed.record().equals(held("b", 7))
                        && !changed.version().equals(mine.version()),
                0,
                PATIENCE);
    }

    @Test
    void aWatchHearsOfANewVersionOfTheSameRecord() {
        StoredLease mine = created(view(), held("a", 1));
        RecordedNews news = watch(view());
        news.awaitLive(PATIENCE);

        assumeTrue(stranger().leaveNote("1"), "this store keeps nothing but the record");
        news.await(
                item -> item instanceof RecordedNews.Changed changed
                        && changed.record().equals(mine.record())
                        && !changed.version().equals(mine.version()),
                0,
                PATIENCE);
    }

    @Test
    void aCancelledWatchFallsSilent() {
        created(view(), free(1));
        RecordedNews news = new RecordedNews();
        Request watch = view().watch(news);
        news.awaitLive(PATIENCE);
        watch.cancel();
        watch.cancel();

        StoredLease later = changedUntilHeardBy(watch(view()));
        assertThat(news.hasHeardOf(later.version())).isFalse();
        news.check();
    }

    @Test
    void twoWatchesOfOneViewHearTheSame() {
        LeaseStore store = view();
        RecordedNews one = watch(store);
        RecordedNews two = watch(store);
        StoredLease lease = created(view(), held("a", 1));

        one.awaitChange(lease.version(), PATIENCE);
        two.awaitChange(lease.version(), PATIENCE);
    }

    @Test
    void anInterruptedWatchBeginsAgainWithTheLeaseAsItIs() {
        LeaseStore store = view();
        StoredLease before = created(store, held("a", 1));
        RecordedNews news = watch(view());
        news.awaitLive(PATIENCE);

        assumeTrue(interruptWatches(), "watches of this store cannot be broken");
        StoredLease now = replaced(store, before, held("a", 2));
        news.awaitChange(now.version(), PATIENCE);
        if (news.items().stream().anyMatch(Down.class::isInstance)) {
            int down = news.await(Down.class::isInstance, 0, PATIENCE);
            news.await(Live.class::isInstance, down, PATIENCE);
        }

        StoredLease later = replaced(store, now, held("a", 3));
        news.awaitChange(later.version(), PATIENCE);
    }

    @Test
    void aDeletionDuringAnInterruptionIsTold() {
        created(view(), held("a", 1));
        RecordedNews news = watch(view());
        news.awaitLive(PATIENCE);

        assumeTrue(interruptWatches(), "watches of this store cannot be broken");
        stranger().delete();
        news.await(Deleted.class::isInstance, 0, PATIENCE);
    }

    // --- foreign text

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddities")
    void oddRecordsAreReadToldAndReplaced(String name, LeaseRecord odd) {
        LeaseStore store = view();
        StoredLease first = created(store, held("a", 1));
        RecordedNews news = watch(view());
        news.awaitLive(PATIENCE);
        assumeTrue(stranger().overwrite(odd), "such a record is refused by the place itself");

        StoredLease found = found(store);
        assertThat(found.version()).isNotEqualTo(first.version());
        assertThat(found.record().isHeld()).isEqualTo(odd.isHeld());
        if (odd.isHeld()) {
            assertThat(found.record()).isEqualTo(odd);
        }
        assertThat(Seal.parse(found.record().seal())).isEqualTo(Seal.parse(odd.seal()));
        news.awaitChange(found.version(), PATIENCE);

        assertThat(replaced(store, found, held("b", 2)).record()).isEqualTo(held("b", 2));
    }

    static Stream<Arguments> oddities() {
        return Stream.of(
                odd("nothing at all", LeaseRecord.VACANT),
                odd("empty holder", new LeaseRecord("", 15, NOON, NOON, 3, null)),
                odd("control characters", named("a\nb\r\t\u001b[31m; holder=c\u007f\u0085\u2028")),
                odd("a look-up", named("${jndi:ldap://127.0.0.1/x}")),
                odd("percent, plus and equals", named("100%25 + x=y; #!\\u0041 \"'")),
                odd("many languages", named("\u00fc\u4e2d\ud83d\ude00\u202eabc")),
                odd("100 kB", named("x".repeat(100_000))),
                odd("blanks", named("  a  ")),
                odd("longest duration", new LeaseRecord("c", Integer.MAX_VALUE, NOON, NOON, 1, null)),
                odd("negative transitions", new LeaseRecord("c", 15, NOON, NOON, -7, null)),
                odd("holder and nothing else", new LeaseRecord("c", null, null, null, null, null)),
                odd("garbage for a seal", new LeaseRecord("c", 15, NOON, NOON, 1, "v1;incarnation=%zz;;=;\n")),
                odd("a seal of the future", new LeaseRecord("c", 15, NOON, NOON, 1, "v9;a=b")));
    }

    private static Arguments odd(String name, LeaseRecord record) {
        return Arguments.of(name, record);
    }

    private static LeaseRecord named(String holder) {
        return new LeaseRecord(holder, 15, NOON, NOON, 1, null);
    }

    // --- for the tests of single stores

    /** Opens a view that is closed after the test. */
    protected final LeaseStore view() {
        LeaseStore store = open();
        opened.add(store);
        return store;
    }

    /** Starts a watch that ends with its view. */
    protected final RecordedNews watch(LeaseStore store) {
        RecordedNews news = new RecordedNews();
        watches.add(news);
        store.watch(news);
        return news;
    }

    /** Asks without waiting; what is promised of every answer is checked after the test. */
    protected final Reply ask(Function<Consumer<Answer>, Request> question) {
        Reply reply = Reply.to(question);
        synchronized (replies) {
            replies.add(reply);
        }
        return reply;
    }

    protected final Answer read(LeaseStore store) {
        return ask(answer -> store.read(PATIENCE, answer)).await(PATIENCE);
    }

    protected final Answer create(LeaseStore store, LeaseRecord record) {
        return create(store, record, PATIENCE);
    }

    protected final Answer create(LeaseStore store, LeaseRecord record, Duration timeout) {
        return ask(answer -> store.create(record, timeout, answer)).await(PATIENCE);
    }

    protected final Answer replace(LeaseStore store, StoredLease expected, LeaseRecord record) {
        return replace(store, expected, record, PATIENCE);
    }

    protected final Answer replace(LeaseStore store, StoredLease expected, LeaseRecord record, Duration timeout) {
        return ask(answer -> store.replace(expected, record, timeout, answer)).await(PATIENCE);
    }

    /** Reads a lease that must be there. */
    protected final Answer rehearse(LeaseStore store, StoredLease lease) {
        return ask(answer -> store.rehearse(lease, PATIENCE, answer)).await(PATIENCE);
    }

    protected final StoredLease found(LeaseStore store) {
        Answer answer = read(store);
        assertThat(answer).isInstanceOf(Answer.Found.class);
        return ((Answer.Found) answer).lease();
    }

    /** Creates the lease, which must succeed. */
    protected final StoredLease created(LeaseStore store, LeaseRecord record) {
        return written(create(store, record));
    }

    /** Replaces the lease, which must succeed. */
    protected final StoredLease replaced(LeaseStore store, StoredLease expected, LeaseRecord record) {
        return written(replace(store, expected, record));
    }

    /** A held record with a seal, different for each attempt. */
    protected static LeaseRecord held(String holder, int attempt) {
        Instant renewed = NOON.plusMillis(attempt);
        Seal seal = new Seal("i-" + holder, attempt, "p-" + holder, 1, false, holder, renewed, null, null);
        return new LeaseRecord(holder, 15, NOON, renewed, 1, seal.toText());
    }

    /** A record that its last holder gave up. */
    protected static LeaseRecord free(int transitions) {
        return new LeaseRecord(null, 15, NOON, NOON, transitions, null);
    }

    private static StoredLease written(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Written.class);
        return ((Answer.Written) answer).lease();
    }

    private static long number(StoredLease lease) {
        return lease.version().number().orElseThrow();
    }

    private List<LeaseStore> views(int number) {
        return Stream.generate(this::view).limit(number).toList();
    }

    /** Changes the lease until this watch has told a change, and for certain others could have heard it as well. */
    private StoredLease changedUntilHeardBy(RecordedNews witness) {
        witness.awaitLive(PATIENCE);
        LeaseStore store = view();
        StoredLease lease = found(store);
        for (int i = 1; i <= 3; i++) {
            lease = replaced(store, lease, held("witnessed", i));
            witness.awaitChange(lease.version(), PATIENCE);
        }
        return lease;
    }

    /** Counts up a free record; answers how many of the attempts were written. */
    private int increments(LeaseStore store, int attempts) {
        int written = 0;
        for (int i = 0; i < attempts; i++) {
            StoredLease seen = found(store);
            Integer transitions = seen.record().leaseTransitions();
            assertThat(transitions).isNotNull();
            if (replace(store, seen, free(transitions + 1)) instanceof Answer.Written) {
                written++;
            }
        }
        return written;
    }

    private static Map<Boolean, Long> wins(List<Answer> answers) {
        assertThat(answers).allMatch(a -> a instanceof Answer.Written || a instanceof Answer.Conflict);
        return answers.stream().collect(groupingBy(Answer.Written.class::isInstance, counting()));
    }

    private static StoredLease winner(List<Answer> answers) {
        return written(answers.stream()
                .filter(Answer.Written.class::isInstance)
                .findFirst()
                .orElseThrow());
    }

    private static <T extends @Nullable Object> List<T> atOnce(int number, IntFunction<Callable<T>> work)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            CyclicBarrier start = new CyclicBarrier(number);
            List<Future<T>> results = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                Callable<T> task = work.apply(i);
                results.add(threads.submit(() -> {
                    start.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<T> values = new ArrayList<>();
            for (Future<T> result : results) {
                values.add(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return values;
        } finally {
            threads.shutdownNow();
        }
    }
}
