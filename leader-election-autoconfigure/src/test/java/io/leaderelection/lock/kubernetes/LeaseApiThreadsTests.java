package io.leaderelection.lock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.RecordedNews;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import io.leaderelection.lock.kubernetes.client.WatchThreads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeaseApiThreadsTests {

    private static final Duration PATIENCE = Reply.PATIENCE;

    @Test
    void hundredElectionsNeedNoThreadsBesidesTheirWatchesAndAllAreDaemons() {
        Set<Thread> before = threads();
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "test-requests");
            thread.setDaemon(true);
            return thread;
        });
        try (LeaseApiStub stub = new LeaseApiStub();
                LeaseApi api = new LeaseApi(stub.client(), executor)) {
            List<KubernetesLeaseStore> stores = IntStream.range(0, 100)
                    .mapToObj(i -> new LeaseName("shop", "lease-" + i))
                    .map(name -> new KubernetesLeaseStore(api, name, LeaseLabels.NONE))
                    .toList();
            stores.forEach(store -> store.watch(new RecordedNews()));
            List<Reply> replies = stores.stream()
                    .map(store -> Reply.to(answer -> store.create(LeaseRecord.VACANT, PATIENCE, answer)))
                    .toList();
            replies.forEach(reply -> reply.await(PATIENCE));
            stub.awaitOpenWatches(100);

            Set<Thread> added = threads();
            added.removeAll(before);
            assertThat(added).allMatch(Thread::isDaemon);
            assertThat(added)
                    .as("neither of the stub, nor of the JDK, nor OkHttp's own few")
                    .filteredOn(thread -> !thread.getName().startsWith("stub-"))
                    .extracting(Thread::getName)
                    .filteredOn(name -> !name.startsWith("leader-election-watch-lease-"))
                    .allMatch(name -> name.equals("test-requests")
                            || name.startsWith("CompletableFutureDelayScheduler")
                            || name.startsWith("OkHttp ")
                            || name.equals("Okio Watchdog")
                            || name.contains("ForkJoinPool")
                                    && Runtime.version().feature() >= 21)
                    .hasSizeLessThanOrEqualTo(10);

            stores.forEach(KubernetesLeaseStore::close);
            stub.awaitOpenWatches(0);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void closingTheApiLeavesNoConnection() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (LeaseApiStub stub = new LeaseApiStub()) {
            LeaseApi api = new LeaseApi(stub.client(), executor);
            KubernetesLeaseStore store = new KubernetesLeaseStore(api, TestTimings.LEASE, LeaseLabels.NONE);
            RecordedNews news = new RecordedNews();
            store.watch(news);
            news.awaitLive(PATIENCE);
            Reply.to(answer -> store.read(PATIENCE, answer)).await(PATIENCE);
            stub.awaitConnections(2);
            store.close();
            api.close();

            stub.awaitConnections(0);
            Reply again = Reply.to(answer ->
                    new KubernetesLeaseStore(api, TestTimings.LEASE, LeaseLabels.NONE).read(PATIENCE, answer));
            assertThat(again.await(PATIENCE))
                    .as("an application that is started again")
                    .isEqualTo(new io.leaderelection.lock.Answer.Missing());
            api.close();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aWatchThreadIsVirtualWhereTheJvmHasThemAndADaemonAnyway() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = WatchThreads.start("a-watch", () -> awaitQuietly(end));

        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("a-watch");
        assertThat(thread.getContextClassLoader())
                .isSameAs(Thread.currentThread().getContextClassLoader());
        boolean virtual = thread.getClass().getName().contains("Virtual");
        assertThat(virtual).isEqualTo(Runtime.version().feature() >= 21);
        end.countDown();
        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    private static Set<Thread> threads() {
        return new java.util.HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
