package io.leaderelection.lock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.RecordedNews;
import io.leaderelection.lock.RecordedNews.Changed;
import io.leaderelection.lock.RecordedNews.Deleted;
import io.leaderelection.lock.RecordedNews.Down;
import io.leaderelection.lock.RecordedNews.Live;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoreFailure.Kind;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.Version;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.StubFault;
import io.leaderelection.lock.kubernetes.client.StubLeases;
import io.leaderelection.lock.kubernetes.client.StubRequest;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import io.leaderelection.lock.kubernetes.client.WatchThreads;
import io.leaderelection.lock.kubernetes.client.WatchTimings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseWatchTests extends StubbedWatchTests {

    /** Most lines within the time of a flood. */
    private static final int LINES = 1000;

    // --- how it begins and goes on

    @Test
    void itListsAndThenWatchesThatOneLeaseFromThere() {
        begin();

        StubRequest list = stub.requests("list").get(0);
        assertThat(list.query()).hasSize(1).containsEntry("fieldSelector", "metadata.name=billing");
        StubRequest first = stub.requests("watch").get(0);
        assertThat(first.query())
                .hasSize(5)
                .containsEntry("fieldSelector", "metadata.name=billing")
                .containsEntry("watch", "true")
                .containsEntry("allowWatchBookmarks", "true")
                .containsEntry("resourceVersion", "100")
                .containsEntry("timeoutSeconds", "270");
        assertThat(first.headers().get("user-agent")).startsWith("leader-election-spring-boot/");
        assertThat(news.items()).containsExactly(new Live());
    }

    @Test
    void aStreamThatEndsIsResumedWhereItEndedWithoutAWord() {
        begin();
        touch();
        Version told = toldLast();
        stub.endWatches();
        stub.awaitRequests("watch", 2);
        stub.awaitOpenWatches(1);

        assertThat(stub.requests("watch").get(1).query()).containsEntry("resourceVersion", told.revision());
        touch();
        toldLast();
        assertThat(news.items()).hasOnlyElementsOfTypes(Live.class, Changed.class);
        assertThat(stub.requests("list")).hasSize(1);
    }

    @Test
    void aStreamThatIsCutIsResumedAndNothingIsMissed() {
        begin();
        touch();
        toldLast();
        CountDownLatch missed = new CountDownLatch(1);
        stub.fault("watch", new StubFault.Delay(missed));
        stub.cutWatches();
        stub.awaitRequests("watch", 2);
        touch();
        missed.countDown();

        toldLast();
        assertThat(news.items()).hasOnlyElementsOfTypes(Live.class, Changed.class);
        assertThat(stub.requests("list")).hasSize(1);
    }

    @Test
    void aBookmarkMovesThePlaceToResumeFrom() {
        begin();
        stub.edit("shop", "other", lease -> lease);
        stub.bookmark();
        stub.endWatches();
        stub.awaitRequests("watch", 2);

        assertThat(stub.requests("watch").get(1).query()).containsEntry("resourceVersion", "101");
        assertThat(news.items()).containsExactly(new Live());
    }

    @Test
    void aVersionThatTheServerHasForgottenIsReplacedByAList() {
        begin();
        stub.stallWatches();
        stub.forgetHistory();
        touch();
        stub.endWatches();

        toldLast();
        stub.awaitRequests("watch", 3);
        assertThat(news.items()).hasOnlyElementsOfTypes(Live.class, Changed.class);
        assertThat(stub.requests("list")).hasSize(2);
        assertThat(stub.requests("watch").get(2).query()).containsEntry("resourceVersion", "102");
    }

    @Test
    void aVersionThatIsRefusedWith410IsReplacedByAList() {
        stub.fault("watch", StubFault.status(410, "Expired", "too old resource version"));
        begin();

        assertThat(stub.requests("list")).hasSize(2);
        assertThat(news.items()).containsExactly(new Live());
    }

    @Test
    void aServerThatForgetsEverythingAtOnceIsAFailure() {
        useWatchesThatMustLast();
        stub.faults("watch", StubFault.status(410, "Expired", "too old resource version"));
        start();

        news.await(Down.class::isInstance, 0, PATIENCE);
        stub.heal();
        news.awaitLive(PATIENCE);
    }

    /** Pauses of 2, 80, 160 and 200 ms: less than real ones by the fiftieth part. */
    @ParameterizedTest
    @MethodSource("hostility")
    void aServerThatFailsAgainAndAgainIsAskedRarely(String verb, StubFault fault) {
        use(new WatchTimings(
                PATIENCE, PATIENCE, PATIENCE, Duration.ofMillis(2), Duration.ofHours(1), Duration.ZERO, () -> 0.5));
        stub.faults(verb, fault);
        long begin = System.nanoTime();
        start();
        stub.awaitRequests(verb, 5);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(442));
    }

    static Stream<Arguments> hostility() {
        return Stream.of("list", "watch")
                .flatMap(verb -> Stream.of(
                                StubFault.status(410, "Expired", "too old resource version"),
                                StubFault.status(503, "ServiceUnavailable", "", Map.of("Retry-After", "0")),
                                new StubFault.Reply(307, Map.of("Location", "/"), ""),
                                new StubFault.Body("application/json", "", true),
                                new StubFault.Cut(false))
                        .map(fault -> Arguments.of(verb, fault)));
    }

    @Test
    void silenceIsEndedByAnotherStream() {
        use(new WatchTimings(
                PATIENCE,
                Duration.ofMillis(150),
                Duration.ofMillis(1),
                Duration.ofNanos(1),
                Duration.ofNanos(1),
                Duration.ZERO,
                () -> 0.5));
        begin();
        stub.stallWatches();
        touch();

        toldLast();
        assertThat(stub.requests("watch")).hasSizeGreaterThan(1);
    }

    @Test
    void aDeletionIsToldWithItsOwnVersion() {
        touch();
        begin();
        Version before = toldLast();
        stub.delete("shop", "billing");

        news.await(new Deleted(new Version(before.uid(), Long.toString(stub.revision())))::equals, 0, PATIENCE);
    }

    @Test
    void aDeletionThatWasMissedIsToldWithTheVersionOfTheList() {
        touch();
        begin();
        Version before = toldLast();
        stub.fault("watch", StubFault.status(500, "InternalError", "etcd"));
        stub.cutWatches();
        stub.awaitRequests("watch", 2);
        stub.delete("shop", "billing");
        stub.forgetHistory();

        int at = news.await(Deleted.class::isInstance, 0, PATIENCE);
        Version deletion = ((Deleted) news.items().get(at)).version();
        assertThat(deletion.uid()).isEqualTo(before.uid());
        assertThat(deletion.isNewerThan(before)).isTrue();
    }

    @Test
    void aMissingLeaseIsNoNews() {
        begin();
        interruptOnce();

        assertThat(news.items()).hasOnlyElementsOfTypes(Live.class, Down.class);
    }

    // --- failures

    @Test
    void eachFailureIsToldAndLiveAfterIt() {
        stub.fault(
                "list",
                StubFault.status(500, "InternalError", "one"),
                StubFault.status(500, "InternalError", "two"),
                StubFault.forbidden("system:serviceaccount:shop:billing", "list"),
                StubFault.forbidden("system:serviceaccount:shop:billing", "list"));
        stub.fault("watch", StubFault.forbidden("system:serviceaccount:shop:billing", "watch"));
        begin();

        assertThat(news.items()).hasSize(6);
        assertThat(failure(0).kind()).isEqualTo(Kind.SERVER);
        assertThat(failure(1).message()).endsWith("500, two");
        assertThat(failure(2).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure(2).message())
                .startsWith("list leases.coordination.k8s.io \"billing\" in namespace \"shop\": 403")
                .contains("must not list it");
        assertThat(news.items().get(5)).isEqualTo(new Live());
        assertThat(stub.requests("list")).hasSize(6);
    }

    @Test
    void aWatchThatIsRefusedButNotTheListIsDown() {
        touch();
        stub.fault("watch", StubFault.forbidden("system:serviceaccount:shop:billing", "watch"));
        begin();

        assertThat(news.items()).hasSize(4);
        assertThat(news.items().get(0)).isInstanceOf(Changed.class);
        assertThat(failure(1).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(news.items().get(2)).as("the lease as it is, again").isInstanceOf(Changed.class);
        assertThat(news.items().get(3)).isEqualTo(new Live());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"type\":\"MODIFIED\",",
                "{\"type\":\"MODIFIED\"}",
                "{\"type\":\"ADDED\",\"object\":null}",
                "{\"type\":\"DELETED\",\"object\":{\"metadata\":{\"uid\":\"u\"}}}",
            })
    void aLineThatIsNoEventIsAFailureAndANewBeginning(String line) {
        touch();
        begin();
        stub.tellWatches(line);

        int down = news.await(Down.class::isInstance, 0, PATIENCE);
        assertThat(failure(down).kind()).isEqualTo(Kind.UNREADABLE);
        int again = news.await(Changed.class::isInstance, down, PATIENCE);
        news.await(Live.class::isInstance, again, PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"LATER\",\"object\":{\"metadata\":{}}}",
                "{\"type\":\"BOOKMARK\"}",
                "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"name\":\"other\",\"uid\":\"o\",\"resourceVersion\":\"100\"}}}",
            })
    void whatIsNotAboutThisLeaseIsPassedOver(String line) {
        begin();
        stub.tellWatches(line);
        touch();

        toldLast();
        assertThat(news.items()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"100\"}}}",
                "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"name\":\"billing\",\"uid\":\"u\",\"resourceVersion\":\"100\"}}}",
            })
    void aFloodEndsTheWatchForAWhileAndIsToldOnce(String line) {
        Duration window = Duration.ofHours(1);
        use(new WatchTimings(
                PATIENCE, PATIENCE, Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(1), window, () -> 0.5));
        begin();
        for (int number = 0; number <= 3 * LINES; number++) {
            stub.tellWatches(line);
        }

        int down = news.await(Down.class::isInstance, 0, PATIENCE);
        assertThat(failure(down).message())
                .isEqualTo("watch leases.coordination.k8s.io \"billing\" in namespace \"shop\": more than 1000 lines"
                        + " within 3600 s, so it is closed for as long. Does something write that often, or repeat"
                        + " what the API server says?");
        assertThat(failure(down).retryAfter()).isEqualTo(window);
        stub.awaitOpenWatches(0);
        assertThat(news.items()).hasSizeLessThanOrEqualTo(LINES + 2).endsWith(new Down(failure(down)));
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void aLineThatNeverEndsIsLeft() {
        useWatchesThatMustLast();
        begin();
        String part = "x".repeat(1 << 20);
        for (int number = 0; number < 6; number++) {
            stub.tellWatchesPart(part);
        }

        stub.awaitRequests("watch", 2);
    }

    @Test
    void anErrorInTheStreamIsAFailure() {
        begin();
        stub.tellWatches(
                "{\"type\":\"ERROR\",\"object\":" + StubLeases.status(500, "InternalError", "etcd is slow") + "}");

        int down = news.await(Down.class::isInstance, 0, PATIENCE);
        assertThat(failure(down).kind()).isEqualTo(Kind.SERVER);
        assertThat(failure(down).message()).endsWith("500, etcd is slow");
        news.await(Live.class::isInstance, down, PATIENCE);
        assertThat(stub.requests("list")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "{}", "{\"metadata\":{}}", "{\"metadata\":{\"resourceVersion\":\"\"},\"items\":[]}"
            })
    void aListThatIsNoneIsAFailure(String body) {
        stub.fault("list", new StubFault.Body("text/html", body, true));
        begin();

        assertThat(failure(0).kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void aListThatHangsIsLeftInTime() {
        use(new WatchTimings(
                Duration.ofMillis(100),
                PATIENCE,
                Duration.ZERO,
                Duration.ofNanos(1),
                Duration.ZERO,
                Duration.ZERO,
                () -> 0.5));
        stub.fault("list", new StubFault.Hang(false));
        begin();

        assertThat(failure(0).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void aStreamThatEndsAgainAndAgainIsAFailure() {
        useWatchesThatMustLast();
        StubFault endsAtOnce = new StubFault.Body("application/json", "", true);
        stub.fault("watch", endsAtOnce, endsAtOnce);
        start();

        int down = news.await(Down.class::isInstance, 0, PATIENCE);
        assertThat(news.items()).first().isEqualTo(new Live());
        assertThat(failure(down).message()).endsWith("the stream ends as soon as it has begun");
        news.await(Live.class::isInstance, down, PATIENCE);
        assertThat(stub.requests("list")).hasSize(2);
    }

    @Test
    void aRequestThatMeetsADeadConnectionIsSentAgainWithoutAWord() {
        stub.fault("watch", new StubFault.Cut(false));
        begin();

        assertThat(news.items()).containsExactly(new Live());
        assertThat(stub.requests("list")).hasSize(1);
        assertThat(stub.requests("watch")).hasSize(2);
    }

    @Test
    void aListenerThatFailsDoesNotEndTheWatch() {
        CountDownLatch second = new CountDownLatch(2);
        watch = store().watch(new Forwarding(news) {
            @Override
            public void changed(StoredLease lease) {
                second.countDown();
                if (second.getCount() > 0) {
                    throw new IllegalStateException("listener");
                }
                super.changed(lease);
            }
        });
        news.awaitLive(PATIENCE);
        touch();

        toldLast();
    }

    @Test
    void aListenerThatFailsToHearOfFailureHearsOfTheNext() {
        stub.fault(
                "list",
                StubFault.status(500, "InternalError", "one"),
                StubFault.status(500, "InternalError", "two"),
                StubFault.status(500, "InternalError", "three"));
        watch = store().watch(new Forwarding(news) {
            private boolean failed;

            @Override
            public void down(StoreFailure failure) {
                super.down(failure);
                if (!failed) {
                    failed = true;
                    throw new IllegalStateException("listener");
                }
            }
        });
        news.awaitLive(PATIENCE);

        assertThat(news.items().stream().filter(Down.class::isInstance)).hasSize(3);
    }

    // --- cancelling

    @Test
    void cancellingEndsAStreamAtOnceAndItsConnection() {
        begin();
        watch.cancel();

        stub.awaitOpenWatches(0);
        touch();
        assertThat(news.items()).containsExactly(new Live());
    }

    @Test
    void cancellingEndsAPauseAtOnceAndTheThread() throws Exception {
        use(new WatchTimings(
                PATIENCE, PATIENCE, PATIENCE, Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO, () -> 0.5));
        stub.faults("list", StubFault.status(500, "InternalError", ""));
        LeaseWatch own = new LeaseWatch(api, TestTimings.LEASE, ProofOfDeath.NONE, news);
        Thread thread = WatchThreads.start("test", own);
        news.await(Down.class::isInstance, 0, PATIENCE);
        own.cancel();

        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
        assertThat(stub.requests("list")).hasSize(1);
    }

    @Test
    void cancellingEndsAListThatHangs() throws Exception {
        stub.fault("list", new StubFault.Hang(false));
        LeaseWatch own = new LeaseWatch(api, TestTimings.LEASE, ProofOfDeath.NONE, news);
        Thread thread = WatchThreads.start("test", own);
        stub.awaitRequests("list", 1);
        own.cancel();

        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
        assertThat(news.items()).isEmpty();
    }

    @Test
    void aWatchCancelledBeforeItBeginsAsksNothing() throws Exception {
        LeaseWatch own = new LeaseWatch(api, TestTimings.LEASE, ProofOfDeath.NONE, news);
        own.cancel();
        own.run();

        assertThat(stub.requests()).isEmpty();
    }

    // --- apart from writes

    @Test
    void fiftyWatchesDoNotHoldUpAWrite() {
        KubernetesLeaseStore store = store();
        List<Request> watches =
                Stream.generate(() -> store.watch(new RecordedNews())).limit(50).toList();
        stub.awaitOpenWatches(50);
        Reply reply = Reply.to(answer -> store.create(LeaseRecord.VACANT, PATIENCE, answer));

        assertThat(reply.await(PATIENCE)).isInstanceOf(Answer.Written.class);
        watches.forEach(Request::cancel);
        stub.awaitOpenWatches(0);
    }

    // ---

    private KubernetesLeaseStore store() {
        return new KubernetesLeaseStore(api, TestTimings.LEASE, LeaseLabels.NONE);
    }

    private void start() {
        watch = store().watch(news);
    }

    private void begin() {
        start();
        news.awaitLive(PATIENCE);
        stub.awaitOpenWatches(1);
    }

    /** With the quick pace every stream counts as a good one; here none does. */
    private void useWatchesThatMustLast() {
        use(new WatchTimings(
                PATIENCE, PATIENCE, PATIENCE, Duration.ofNanos(1), Duration.ofNanos(1), Duration.ZERO, () -> 0.5));
    }

    private void interruptOnce() {
        stub.fault("watch", StubFault.status(503, "ServiceUnavailable", ""));
        stub.cutWatches();
        int down = news.await(Down.class::isInstance, 0, PATIENCE);
        news.await(Live.class::isInstance, down, PATIENCE);
    }

    /** Somebody else changes the lease, or makes it. */
    private void touch() {
        stub.edit("shop", "billing", lease -> {
            JsonObject spec = Json.made(lease, "spec");
            spec.addProperty("leaseTransitions", stub.revision());
            return lease;
        });
    }

    private StoreFailure failure(int at) {
        return ((Down) news.items().get(at)).failure();
    }

    /** A listener of which a test overrides a part. */
    private abstract static class Forwarding implements io.leaderelection.lock.WatchListener {

        private final RecordedNews target;

        Forwarding(RecordedNews target) {
            this.target = target;
        }

        @Override
        public void changed(StoredLease lease) {
            target.changed(lease);
        }

        @Override
        public void deleted(Version version) {
            target.deleted(version);
        }

        @Override
        public void live() {
            target.live();
        }

        @Override
        public void down(StoreFailure failure) {
            target.down(failure);
        }

        @Override
        public void died(String process) {
            target.died(process);
        }
    }
}
