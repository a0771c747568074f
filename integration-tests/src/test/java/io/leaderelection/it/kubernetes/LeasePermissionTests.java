package io.leaderelection.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.AuditLog;
import io.leaderelection.it.apiserver.AuditedRequest;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.RecordedNews;
import io.leaderelection.lock.RecordedNews.Down;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoreFailure.Kind;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each verb of the Role is needed, and its lack is told by name. */
@RealApiServer
class LeasePermissionTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> VERBS = List.of("get", "create", "update", "list", "watch");

    private final ApiServer server;
    private final RealStore real;
    private final LeaseStore store;

    LeasePermissionTests(ApiServer server) {
        this.server = server;
        real = RealStore.at(server, server.url());
        store = real.open();
    }

    @AfterEach
    void close() {
        store.close();
        real.close();
    }

    @Test
    void withoutGetTheLeaseIsNotRead() {
        mayAllBut("get");

        assertForbidden(ask(answer -> store.read(PATIENCE, answer)), "get", "must not get it");
    }

    @Test
    void withoutCreateTheLeaseIsNotCreated() {
        mayAllBut("create");

        assertForbidden(create(), "create", "must not create it");
    }

    @Test
    void withoutUpdateTheLeaseIsNeitherCreatedNorReplaced() {
        StoredLease lease = ((Answer.Written) create()).lease();
        mayAllBut("update");

        assertForbidden(
                ask(answer -> store.replace(lease, LeaseRecord.VACANT, PATIENCE, answer)),
                "update",
                "must not update it");
        real.delete();
        assertForbidden(create(), "create", "must not update it");
    }

    @Test
    void withoutUpdateNothingIsRehearsed() {
        StoredLease lease = ((Answer.Written) create()).lease();
        assertThat(rehearse(lease)).isInstanceOf(Answer.Written.class);
        mayAllBut("update");

        assertForbidden(rehearse(lease), "update", "must not update it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "watch"})
    void withoutListOrWatchTheWatchIsDown(String verb) {
        mayAllBut(verb);
        RecordedNews news = new RecordedNews();
        store.watch(news);

        int down = news.await(Down.class::isInstance, 0, PATIENCE);
        assertForbidden(((Down) news.items().get(down)).failure(), verb, "must not " + verb + " it");
        assertThat(create()).isInstanceOf(Answer.Written.class);
    }

    @Test
    void aTokenThatNobodyKnowsIsUnauthenticated() {
        real.account().delete();
        StoreFailure failure = (StoreFailure) untilRefused();

        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(failure.message())
                .contains("get leases.coordination.k8s.io \"billing\"", "401")
                .doesNotContain(real.account().token());
    }

    @Test
    void theServerSeesWhoWeAreAndNoRequestButOurs() {
        RecordedNews news = new RecordedNews();
        store.watch(news);
        news.awaitLive(PATIENCE);
        create();
        ask(answer -> store.read(PATIENCE, answer));
        store.close();

        List<AuditedRequest> requests = AuditLog.of(server)
                .requests(request -> request.namespace().equals(real.namespace().name())
                        && request.user().equals(real.account().userName()));
        assertThat(requests)
                .extracting(AuditedRequest::verb)
                .containsExactlyInAnyOrder("list", "watch", "update", "get");
        assertThat(requests)
                .extracting(AuditedRequest::userAgent)
                .allMatch(agent -> agent.startsWith("leader-election-spring-boot/"));
    }

    private void mayAllBut(String verb) {
        String[] rest = VERBS.stream().filter(other -> !other.equals(verb)).toArray(String[]::new);
        assertThat(Arrays.asList(rest)).hasSize(VERBS.size() - 1);
        real.account().may(Permission.onLease(RealStore.LEASE, rest));
    }

    private Answer rehearse(StoredLease lease) {
        return ask(answer -> store.rehearse(lease, PATIENCE, answer));
    }

    private Answer create() {
        return ask(answer -> store.create(LeaseRecord.VACANT, PATIENCE, answer));
    }

    /** The server forgets a deleted account within seconds. */
    private Answer untilRefused() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = ask(each -> store.read(PATIENCE, each));
        while (!(answer instanceof StoreFailure) && System.nanoTime() < end) {
            answer = ask(each -> store.read(PATIENCE, each));
        }
        return answer;
    }

    private void assertForbidden(Answer answer, String verb, String text) {
        assertThat(answer).isInstanceOfSatisfying(StoreFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(failure.message())
                    .startsWith(verb + " leases.coordination.k8s.io \"billing\" in namespace \""
                            + real.namespace().name() + "\": 403")
                    .contains("\"" + real.account().userName() + "\" " + text);
        });
    }

    private static Answer ask(Function<Consumer<Answer>, Request> question) {
        return Reply.to(question).await(PATIENCE);
    }
}
