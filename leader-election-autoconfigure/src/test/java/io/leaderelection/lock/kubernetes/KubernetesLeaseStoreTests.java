package io.leaderelection.lock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.credentials.Authentication;
import io.kubernetes.client.util.credentials.TokenFileAuthentication;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Reply;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.StandbyInstance;
import io.leaderelection.lock.Standbys;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoreFailure.Kind;
import io.leaderelection.lock.StoredLease;
import io.leaderelection.lock.kubernetes.client.Interceptors;
import io.leaderelection.lock.kubernetes.client.Json;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseApiStub;
import io.leaderelection.lock.kubernetes.client.LeaseLabels;
import io.leaderelection.lock.kubernetes.client.StubFault;
import io.leaderelection.lock.kubernetes.client.StubLeases;
import io.leaderelection.lock.kubernetes.client.StubRequest;
import io.leaderelection.lock.kubernetes.client.TestTimings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.logging.HttpLoggingInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesLeaseStoreTests {

    private static final Duration PATIENCE = Reply.PATIENCE;
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final LeaseRecord HELD = new LeaseRecord("a", 15, NOON, NOON, 1, "v1;x=y");

    private static final int LONGEST_BODY = 4 << 20;

    private static final LeaseRecord SEALED = sealed("a", "7d9c");

    private final LeaseApiStub stub = new LeaseApiStub();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final ApiClient client = stub.client();
    private final LeaseApi api = TestTimings.api(client, executor);
    private final KubernetesLeaseStore store =
            new KubernetesLeaseStore(api, TestTimings.LEASE, new LeaseLabels(Map.of("team", "billing")));

    /** As {@link #store}, of an instance that makes itself known. */
    private final KubernetesLeaseStore known = new KubernetesLeaseStore(
            api,
            TestTimings.LEASE,
            new LeaseLabels(Map.of("team", "billing")),
            ProofOfDeath.NONE,
            new StandbyInstance("billing-1", "7d9c"));

    @AfterEach
    void stop() {
        store.close();
        api.close();
        executor.shutdownNow();
        stub.close();
    }

    // --- the shape of requests

    @Test
    void aReadIsAPlainGet() {
        read();

        StubRequest request = only("get");
        assertThat(request.query()).isEmpty();
        assertThat(request.headers())
                .containsEntry("accept", "application/json")
                .hasEntrySatisfying(
                        "user-agent", agent -> assertThat(agent).startsWith("leader-election-spring-boot/"));
    }

    @Test
    void aCreationIsAPutWithoutUidAndVersionButWithLabels() {
        written(create());

        StubRequest request = only("put");
        assertThat(request.name()).isEqualTo("billing");
        assertThat(request.namespace()).isEqualTo("shop");
        JsonObject metadata = metadata(request);
        assertThat(metadata.keySet()).containsExactlyInAnyOrder("name", "namespace", "labels", "annotations");
        assertThat(Json.text(Json.object(metadata, "labels"), "team")).isEqualTo("billing");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void aReplacementCarriesUidAndVersion() {
        StoredLease lease = written(create());
        replace(lease, HELD);

        JsonObject metadata = metadata(stub.requests("put").get(1));
        assertThat(Json.text(metadata, "uid")).isEqualTo(lease.version().uid());
        assertThat(Json.text(metadata, "resourceVersion"))
                .isEqualTo(lease.version().revision());
    }

    /** Whatever it says, ours or not: a server or a proxy that knows no dry run then changes nothing. */
    @Test
    void aRehearsalSendsBackWhatWasReadAndNothingElse() {
        written(create());
        stub.edit("shop", "billing", lease -> {
            Json.made(lease, "metadata").remove("labels");
            Json.made(lease, "spec").addProperty("renewTime", "yesterday");
            return lease;
        });
        StoredLease lease = ((Answer.Found) read()).lease();

        assertThat(rehearse(lease)).isInstanceOf(Answer.Written.class);
        StubRequest request = stub.requests("put").get(1);
        assertThat(request.query()).isEqualTo(Map.of("dryRun", "All"));
        assertThat(JsonParser.parseString(request.body())).isEqualTo(stub.lease("shop", "billing"));
    }

    @Test
    void aStandbyMakesItselfKnownOnceByARehearsalThatChangesNothingElse() {
        StoredLease lease = written(create(store, SEALED));
        JsonObject before = stub.lease("shop", "billing");

        assertThat(rehearse(known, lease)).isInstanceOf(Answer.Written.class);

        JsonObject after = stub.lease("shop", "billing");
        assertThat(annotation(after)).isEqualTo("v1;standby1=billing-1;revision1=7d9c");
        assertThat(stub.requests("put").get(1).query()).isEmpty();
        assertThat(withoutVersionAndStandbys(after)).isEqualTo(withoutVersionAndStandbys(before));

        stub.edit("shop", "billing", each -> {
            Json.made(Json.made(each, "metadata"), "annotations").remove(Standbys.ANNOTATION);
            return each;
        });
        assertThat(rehearse(known, found())).isInstanceOf(Answer.Written.class);
        assertThat(stub.requests("put").get(2).query()).containsKey("dryRun");
    }

    @Test
    void aStandbyThatIsTooLateWithThatTriesItAgain() {
        StoredLease lease = written(create(store, SEALED));
        stub.edit("shop", "billing", each -> {
            Json.made(each, "metadata").addProperty("generateName", "x");
            return each;
        });

        assertThat(rehearse(known, lease)).isInstanceOf(Answer.Conflict.class);
        assertThat(annotation(stub.lease("shop", "billing"))).isNull();
        rehearse(known, found());
        assertThat(annotation(stub.lease("shop", "billing"))).contains("billing-1");
    }

    @Test
    void nobodyMakesItselfKnownWhereNoneOfOursLeads() {
        StoredLease lease = written(create());

        rehearse(known, lease);

        assertThat(annotation(stub.lease("shop", "billing"))).isNull();
        assertThat(stub.requests("put").get(1).query()).containsKey("dryRun");
    }

    @Test
    void whoTakesTheLeaseWaitsNoMoreAndMayMakeItselfKnownAgainAfterwards() {
        rehearse(known, written(create(store, SEALED)));
        StoredLease mine =
                written(answer(answer -> known.replace(found(), sealed("billing-1", "7d9c"), PATIENCE, answer)));
        assertThat(annotation(stub.lease("shop", "billing"))).isNull();
        written(answer(answer -> store.replace(mine, SEALED, PATIENCE, answer)));

        rehearse(known, found());

        assertThat(annotation(stub.lease("shop", "billing"))).contains("billing-1");
    }

    private StoredLease found() {
        return ((Answer.Found) read()).lease();
    }

    private static LeaseRecord sealed(String holder, String revision) {
        Instant renewed = Instant.parse("2026-01-02T12:00:00Z");
        Seal seal = new Seal("i-" + holder, 1, "p-" + holder, 5, false, holder, renewed, null, revision);
        return new LeaseRecord(holder, 15, renewed, renewed, 1, seal.toText());
    }

    private static @Nullable String annotation(JsonObject lease) {
        return Json.text(Json.object(Json.object(lease, "metadata"), "annotations"), Standbys.ANNOTATION);
    }

    private static JsonObject withoutVersionAndStandbys(JsonObject lease) {
        JsonObject copy = lease.deepCopy();
        JsonObject metadata = Json.made(copy, "metadata");
        metadata.remove("resourceVersion");
        Json.made(metadata, "annotations").remove(Standbys.ANNOTATION);
        return copy;
    }

    @Test
    void labelsOfOthersStayAndOursComeBack() {
        StoredLease lease = written(create());
        stub.edit("shop", "billing", stored -> {
            JsonObject labels = Json.made(Json.made(stored, "metadata"), "labels");
            labels.addProperty("team", "changed");
            labels.addProperty("theirs", "1");
            Json.made(stored, "spec").addProperty("strategy", "OldestEmulationVersion");
            return stored;
        });
        assertThat(replace(lease, HELD)).isEqualTo(new Answer.Conflict());
        written(replace(((Answer.Found) read()).lease(), HELD));

        JsonObject stored = Objects.requireNonNull(stub.lease("shop", "billing"));
        assertThat(Json.object(Json.object(stored, "metadata"), "labels"))
                .hasToString("{\"team\":\"billing\",\"theirs\":\"1\"}");
        assertThat(Json.text(Json.object(stored, "spec"), "strategy")).isEqualTo("OldestEmulationVersion");
    }

    @Test
    void theStoreDescribesItsPlaceWithoutSecrets() {
        assertThat(store.describe()).isEqualTo("Kubernetes Lease shop/billing at " + stub.url());

        client.setBasePath("https://user:secret@example.com/k8s?token=secret");
        assertThat(store.describe()).isEqualTo("Kubernetes Lease shop/billing at https://example.com:443");
    }

    // --- the user's client

    @Test
    void aStaticTokenIsSent() {
        client.setApiKeyPrefix("Bearer");
        client.setApiKey("static-token");
        read();

        assertThat(only("get").headers()).containsEntry("authorization", "Bearer static-token");
    }

    @Test
    void aTokenFileIsSentAndReadAgain(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first");
        ApiClient inPod = new ClientBuilder()
                .setBasePath(stub.url())
                .setAuthentication(new TokenFileAuthentication(token.toString(), Duration.ofSeconds(-1)))
                .build();
        LeaseApi own = new LeaseApi(inPod, executor);
        read(own);
        Files.writeString(token, "second");
        read(own);
        Files.delete(token);
        StoreFailure failure = (StoreFailure) read(own);
        own.close();

        assertThat(stub.requests("get"))
                .extracting(request -> request.headers().get("authorization"))
                .containsExactly("Bearer first", "Bearer second");
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
    }

    @Test
    void aMountedTokenIsReadAgainAsSoonAsItIsNotAccepted(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first");
        ApiClient inPod = new ClientBuilder()
                .setBasePath(stub.url())
                .setAuthentication(new MountedToken(token))
                .build();
        LeaseApi own = new LeaseApi(inPod, executor);
        read(own);
        Files.writeString(token, "second");
        read(own);
        stub.fault("get", StubFault.status(401, "Unauthorized", "Unauthorized"));
        StoreFailure failure = (StoreFailure) read(own);
        read(own);
        own.close();

        assertThat(stub.requests("get"))
                .extracting(request -> request.headers().get("authorization"))
                .containsExactly("Bearer first", "Bearer first", "Bearer first", "Bearer second");
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
    }

    @Test
    void classesThatDoNotFitAreNoFailureOfTheNetwork() {
        ApiClient torn = new ApiClient() {
            @Override
            public OkHttpClient getHttpClient() {
                throw new NoSuchMethodError("okhttp3.OkHttpClient.x()");
            }
        };
        torn.setBasePath(stub.url());
        LeaseApi unfit = TestTimings.api(torn, executor);
        Reply reply = Reply.to(answer ->
                new KubernetesLeaseStore(unfit, TestTimings.LEASE, LeaseLabels.NONE).read(Reply.PATIENCE, answer));

        StoreFailure failure = (StoreFailure) reply.await(Reply.PATIENCE);

        assertThat(failure.kind()).isEqualTo(Kind.INCOMPATIBLE);
        assertThat(failure.message())
                .contains("NoSuchMethodError: okhttp3.OkHttpClient.x()", "client-java-", "okhttp-", "needed is");
    }

    @Test
    void theClassesAreTriedWithoutARequestOrCodeOfTheUsers() {
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(chain -> {
                    throw new AssertionError("called");
                })
                .build());

        api.checkClasses();

        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void theUsersClientIsLeftAsItIs() {
        OkHttpClient before = client.getHttpClient();
        int connections = before.connectionPool().connectionCount();
        var news = store.watch(new io.leaderelection.lock.RecordedNews());
        written(create());
        read();
        news.cancel();

        OkHttpClient after = client.getHttpClient();
        assertThat(after).isSameAs(before);
        assertThat(after.connectionPool().connectionCount()).isEqualTo(connections);
        assertThat(after.dispatcher().runningCallsCount()).isZero();
        assertThat(after.interceptors()).isEqualTo(before.interceptors());
        assertThat(client.getReadTimeout()).isEqualTo(10_000);
        assertThat(client.getConnectTimeout()).isEqualTo(10_000);
        assertThat(client.isDebugging()).isFalse();
        assertThat(after.callTimeoutMillis()).isZero();
        assertThat(after.retryOnConnectionFailure()).isTrue();
    }

    @Test
    void aLimiterOfTheUsersHoldsUpNoRequest() {
        CountDownLatch never = new CountDownLatch(1);
        Interceptor limiter = chain -> {
            awaitUninterrupted(never);
            return chain.proceed(chain.request());
        };
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(limiter)
                .addNetworkInterceptor(limiter)
                .eventListener(new EventListener() {
                    @Override
                    public void callStart(Call call) {
                        awaitUninterrupted(never);
                    }
                })
                .build());

        assertThat(read()).isEqualTo(new Answer.Missing());
        StoredLease lease = written(create());
        written(replace(lease, HELD));
        assertThat(api.interceptorsLeftOut()).containsExactly(limiter.getClass().getName());
    }

    @Test
    void whatAuthenticatesIsKept() {
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(new UsersAuthentication())
                .build());

        assertThat(read()).isEqualTo(new Answer.Missing());
        assertThat(only("get").headers()).containsEntry("authorization", "Bearer users");
        assertThat(api.interceptorsLeftOut()).isEmpty();
    }

    @Test
    void whoMightAuthenticateAndIsLeftOutIsNamedWithARefusal() {
        Interceptor users = chain -> chain.proceed(chain.request());
        client.setHttpClient(
                client.getHttpClient().newBuilder().addInterceptor(users).build());
        stub.fault("get", StubFault.status(401, "Unauthorized", "no"));
        Answer unauthenticated = read();
        stub.fault("get", StubFault.status(403, "Forbidden", "no"));
        Answer forbidden = read();

        assertThat(List.of(unauthenticated, forbidden))
                .allSatisfy(answer -> assertThat(((StoreFailure) answer).message())
                        .contains(users.getClass().getName(), "set leader.election.kubernetes.interceptors=all"));
    }

    @Test
    void allInterceptorsAreKeptOnDemandButNotTheLoggingOnes() {
        Interceptor users = chain -> chain.proceed(
                chain.request().newBuilder().header("X-Users", "1").build());
        HttpLoggingInterceptor logging = new HttpLoggingInterceptor(line -> {
            throw new AssertionError("logged: " + line);
        });
        logging.setLevel(HttpLoggingInterceptor.Level.BODY);
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(users)
                .addInterceptor(logging)
                .addNetworkInterceptor(logging)
                .build());
        try (LeaseApi all = new LeaseApi(client, executor, Interceptors.ALL)) {
            LeaseStore own = new KubernetesLeaseStore(all, TestTimings.LEASE, LeaseLabels.NONE);

            assertThat(Reply.to(answer -> own.read(Reply.PATIENCE, answer)).await(Reply.PATIENCE))
                    .isEqualTo(new Answer.Missing());
            assertThat(only("get").headers()).containsEntry("x-users", "1");
            assertThat(all.interceptorsLeftOut()).isEmpty();
        }
    }

    @Test
    void anExchangedClientIsFollowed() {
        read();
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(new UsersAuthentication())
                .build());
        read();

        assertThat(stub.requests("get").get(1).headers()).containsEntry("authorization", "Bearer users");
    }

    @Test
    void aCacheOfTheUserIsNotAsked(@TempDir Path folder) {
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .cache(new Cache(folder.toFile(), 1 << 20))
                .build());
        StubFault cacheable = new StubFault.Reply(
                404,
                Map.of("Cache-Control", "max-age=3600"),
                StubLeases.status(404, "NotFound", "").toString());
        stub.faults("get", cacheable);
        read();
        read();

        assertThat(stub.requests("get")).hasSize(2);
    }

    @Test
    void anErrorInTheUsersInterceptorIsAnAnswerToo() {
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(chain -> {
                    throw new NoClassDefFoundError("org/bouncycastle/Missing");
                })
                .build());
        try (LeaseApi all = new LeaseApi(client, executor, Interceptors.ALL)) {
            LeaseStore own = new KubernetesLeaseStore(all, TestTimings.LEASE, LeaseLabels.NONE);
            Answer answer =
                    Reply.to(receiver -> own.read(Reply.PATIENCE, receiver)).await(Reply.PATIENCE);

            assertThat(((StoreFailure) answer).kind()).isEqualTo(Kind.INCOMPATIBLE);
            assertThat(((StoreFailure) answer).message()).contains("NoClassDefFoundError", "org/bouncycastle/Missing");
        }
    }

    // --- nothing is repeated

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriteOnAConnectionThatBreaksIsSentOnce(boolean applied) {
        StoredLease lease = written(create());
        stub.fault("put", new StubFault.Cut(applied));

        assertThat(replace(lease, HELD))
                .isInstanceOfSatisfying(
                        StoreFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE));
        assertThat(stub.requests("put")).hasSize(2);
    }

    @Test
    void aReadOnAConnectionThatBreaksIsSentOnce() {
        read();
        stub.fault("get", new StubFault.Cut(false));

        assertThat(((StoreFailure) read()).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(stub.requests("get")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 503})
    void anInvitationToRepeatIsNotFollowedByItself(int code) {
        stub.fault("put", StubFault.status(code, "Timeout", "again", Map.of("Retry-After", "0")));
        StoreFailure failure = (StoreFailure) create();

        assertThat(failure.retryAfter()).isEqualTo(Duration.ZERO);
        assertThat(stub.requests("put")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowed(int code) {
        String target = stub.url() + "/apis/coordination.k8s.io/v1/namespaces/shop/leases/billing";
        stub.fault("put", new StubFault.Reply(code, Map.of("Location", target), ""));

        assertThat(((StoreFailure) create()).kind()).isEqualTo(Kind.SERVER);
        assertThat(stub.requests()).hasSize(1);
    }

    // --- lost races and failures

    @Test
    void aPutWithAnOldVersionOnADeletedLeaseIsAConflict() {
        StoredLease lease = written(create());
        stub.delete("shop", "billing");

        assertThat(replace(lease, HELD)).isEqualTo(new Answer.Conflict());
        assertThat(stub.lease("shop", "billing")).isNull();
    }

    @Test
    void aLeaseThatIsNotThereForTheServerIsAConflictForAnUpdate() {
        StoredLease lease = written(create());
        stub.fault("put", StubFault.status(404, "NotFound", "leases.coordination.k8s.io \"billing\" not found"));

        assertThat(replace(lease, HELD)).isEqualTo(new Answer.Conflict());
    }

    @Test
    void aWrongFieldIsAFailureAndNotALostRace() {
        LeaseRecord wrong = new LeaseRecord("a", 0, NOON, NOON, 1, null);
        StoredLease lease = written(create());

        assertThat(replace(lease, wrong)).isInstanceOfSatisfying(StoreFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.SERVER);
            assertThat(failure.message()).contains("update", "422", "spec.leaseDurationSeconds");
        });
    }

    @Test
    void aWrongFieldIsAFailureAlsoWhereTheRaceIsLost() {
        LeaseRecord wrong = new LeaseRecord("a", 0, NOON, NOON, 1, null);
        written(create());

        assertThat(answer(answer -> store.create(wrong, PATIENCE, answer))).isInstanceOf(StoreFailure.class);
    }

    @Test
    void aMissingNamespaceIsAFailureForACreation() {
        stub.fault("put", StubFault.status(404, "NotFound", "namespaces \"shop\" not found"));

        assertThat(((StoreFailure) create()).message())
                .isEqualTo(
                        "create leases.coordination.k8s.io \"billing\" in namespace \"shop\": 404, namespaces \"shop\" not found. Check that the namespace exists and that the address is an API server's.");
    }

    @Test
    void somebodyElses404DoesNotMeanThatTheLeaseIsMissing() {
        stub.fault("get", new StubFault.Reply(404, Map.of("Content-Type", "text/html"), "<html>nginx</html>"));

        assertThat(((StoreFailure) read()).message())
                .contains("404, the answer has no Status but 18 characters of text/html");
    }

    @Test
    void aMissingRoleIsExplained() {
        stub.fault("get", StubFault.forbidden("system:serviceaccount:shop:billing", "get"));

        StoreFailure failure = (StoreFailure) read();
        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure.message())
                .isEqualTo(
                        "get leases.coordination.k8s.io \"billing\" in namespace \"shop\": 403, \"system:serviceaccount:shop:billing\" must not get it. Bind that account to a Role in this namespace with apiGroups [coordination.k8s.io], resources [leases], resourceNames [billing], verbs [get, create, update, list, watch].");
    }

    @Test
    void aRehearsalFindsOutThatARoleIsMissing() {
        StoredLease lease = written(create());
        stub.fault("put", StubFault.forbidden("system:serviceaccount:shop:billing", "update"));

        assertThat(rehearse(lease)).isInstanceOfSatisfying(StoreFailure.class, trouble -> {
            assertThat(trouble.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(trouble.message()).contains("must not update it. Bind that account to a Role in this namespace");
        });
    }

    /** Permissions are looked at first. */
    @Test
    void aWebhookThatCannotBeRehearsedIsNoFault() {
        StoredLease lease = written(create());
        stub.fault(
                "put",
                StubFault.status(400, "BadRequest", "admission webhook \"audit.corp\" does not support dry run"));
        assertThat(rehearse(lease)).isInstanceOf(Answer.Written.class);

        stub.fault("put", StubFault.status(400, "BadRequest", "the server knows no such parameter"));
        assertThat(rehearse(lease)).isInstanceOf(StoreFailure.class);
    }

    @Test
    void aRefusalByAnAdmissionPolicyIsQuoted() {
        stub.fault("put", StubFault.status(403, "Forbidden", "admission webhook \"p\" denied:\n\u001b[31m no"));

        assertThat(((StoreFailure) create()).message())
                .endsWith("403, admission webhook \"p\" denied:\\u000a\\u001b[31m no");
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHENTICATED",
        "403, FORBIDDEN",
        "429, THROTTLED",
        "400, SERVER",
        "418, SERVER",
        "500, SERVER",
        "503, SERVER",
        "504, SERVER",
    })
    void everyStatusHasItsKind(int code, Kind kind) {
        stub.fault("get", StubFault.status(code, "Reason", "because"));
        stub.fault("put", StubFault.status(code, "Reason", "because"));

        assertThat((StoreFailure) read()).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).contains(Integer.toString(code), "because", "get leases.coordination.k8s.io");
        });
        assertThat(((StoreFailure) create()).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 409, 422, 429, 500, 503})
    void aStatusWithoutABodyIsAnsweredToo(int code) {
        StoredLease lease = written(create());
        StubFault empty = new StubFault.Reply(code, Map.of(), "");
        stub.fault("get", empty);
        stub.fault("put", empty);

        assertThat(read()).isInstanceOf(StoreFailure.class);
        assertThat(replace(lease, HELD)).isInstanceOf(code == 409 ? Answer.Conflict.class : StoreFailure.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3                             | PT3S",
                "0                             | PT0S",
                "Fri, 02 Jan 2026 12:00:30 GMT | PT30S",
                "Fri, 02 Jan 2026 11:00:00 GMT | PT0S",
                "soon                          | ",
                "-5                            | ",
                "99999999999999999999          | ",
            })
    void theServersWishForAPauseIsTold(String header, Duration expected) {
        Map<String, String> headers = Map.of("Retry-After", header, "Date", "Fri, 02 Jan 2026 12:00:00 GMT");
        stub.fault("get", StubFault.status(503, "ServiceUnavailable", "", headers));
        stub.fault("put", StubFault.status(429, "TooManyRequests", "", headers));

        assertThat(((StoreFailure) read()).retryAfter()).isEqualTo(expected);
        assertThat(((StoreFailure) create()).retryAfter()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>login</html>", "{\"metadata\":{\"uid\":", "{}", "null", "[]", "{\"kind\":\"Status\"}"
            })
    void aSuccessWithoutALeaseIsUnreadable(String body) {
        stub.fault("get", new StubFault.Body("text/html", body, true));
        stub.fault("put", new StubFault.Body("text/html", body, true));

        assertThat(((StoreFailure) read()).kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(((StoreFailure) create()).kind()).isEqualTo(Kind.UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "holderIdentity, \"b\"",
        "holderIdentity, null",
        "leaseDurationSeconds, 16",
        "acquireTime, \"2026-01-02T12:00:01.000000Z\"",
        "renewTime, \"2026-01-02T12:00:01.000000Z\"",
        "leaseTransitions, 2",
    })
    void aSuccessThatTellsAnotherRecordThanWasWrittenIsAFailure(String field, String value) {
        StoredLease lease = written(create());
        JsonObject other = Objects.requireNonNull(stub.lease("shop", "billing"));
        Json.object(other, "spec").add(field, JsonParser.parseString(value));
        stub.fault("put", answered(other), answered(other));

        assertThat(List.of(create(), replace(lease, HELD))).allSatisfy(answer -> {
            assertThat(((StoreFailure) answer).kind()).isEqualTo(Kind.UNREADABLE);
            assertThat(((StoreFailure) answer).message()).contains("another record than was written");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1;x=z", ""})
    void aSuccessWithAnotherSealThanWasWrittenIsAFailure(String seal) {
        StoredLease lease = written(create());
        JsonObject other = Objects.requireNonNull(stub.lease("shop", "billing"));
        Json.object(Json.object(other, "metadata"), "annotations").addProperty(Seal.ANNOTATION, seal);
        stub.fault("put", answered(other));

        assertThat(((StoreFailure) replace(lease, HELD)).kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void aSuccessThatTellsAnotherObjectThanWasReplacedIsAFailure() {
        StoredLease lease = written(create());
        JsonObject other = Objects.requireNonNull(stub.lease("shop", "billing"));
        Json.object(other, "metadata").addProperty("uid", "another");
        stub.fault("put", answered(other));

        assertThat(((StoreFailure) replace(lease, HELD)).kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void whatAWebhookAddsToAWriteIsNoFailure() {
        StoredLease lease = written(create());
        JsonObject more = Objects.requireNonNull(stub.lease("shop", "billing"));
        JsonObject metadata = Json.object(more, "metadata");
        Json.made(metadata, "labels").addProperty("theirs", "1");
        Json.made(metadata, "labels").addProperty("team", "changed");
        Json.made(metadata, "annotations").addProperty("theirs", "1");
        Json.made(more, "spec").addProperty("strategy", "OldestEmulationVersion");
        stub.fault("put", answered(more));

        assertThat(written(replace(lease, HELD)).record()).isEqualTo(HELD);
    }

    private static StubFault answered(JsonObject lease) {
        return new StubFault.Reply(200, Map.of("Content-Type", "application/json"), lease.toString());
    }

    @Test
    void anAnswerThatIsCutOffIsUnreachable() {
        stub.fault("get", new StubFault.Body("application/json", "{\"metadata\":{}}", false));

        assertThat(((StoreFailure) read()).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() {
        stub.fault("get", new StubFault.Body("text/plain", "x".repeat(LONGEST_BODY + 10), true));

        assertThat(((StoreFailure) read()).message()).contains("more than " + LONGEST_BODY + " characters");
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws IOException {
        // Bound, so that nobody else can have the port, and never listening.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client.setBasePath("http://127.0.0.1:" + taken.getLocalPort());

            StoreFailure failure = (StoreFailure) read();
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure.message()).contains("ConnectException");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatDoesNotAnswerIsLeftInTime(boolean applied) {
        stub.fault("put", new StubFault.Hang(applied));
        Reply reply = Reply.to(answer -> store.create(HELD, Duration.ofMillis(60), answer));

        assertThat(((StoreFailure) reply.await(PATIENCE)).kind()).isEqualTo(Kind.TIMEOUT);
        // on a busy machine the time may be up before the only request is sent
        assertThat(stub.requests("put")).as("not tried again").hasSizeLessThan(2);
    }

    @Test
    void aCallEndsInTimeAsAWholeHoweverLongOrShortThatIs() throws Exception {
        okhttp3.Request request = new okhttp3.Request.Builder().url(stub.url()).build();

        assertThat(api.call(request, Duration.ofSeconds(3)).timeout().timeoutNanos())
                .isEqualTo(3_000_000_000L);
        assertThat(api.list(request, Duration.ofSeconds(3)).timeout().timeoutNanos())
                .isEqualTo(3_000_000_000L);
        assertThat(api.call(request, Duration.ofNanos(1)).timeout().timeoutNanos())
                .isEqualTo(4_000_000L);
        assertThat(api.call(request, Duration.ofDays(1000)).timeout().timeoutNanos())
                .isEqualTo(3_600_000_000_000L);
        assertThat(api.watch(request, PATIENCE, PATIENCE).timeout().timeoutNanos())
                .as("a watch lasts")
                .isZero();
    }

    @Test
    void aRequestThatFindsNoFreeThreadInTimeIsNotSentLater() {
        CountDownLatch answers = new CountDownLatch(1);
        StubFault slow = new StubFault.Delay(answers);
        stub.fault("get", slow, slow);
        Reply one = Reply.to(answer -> store.read(PATIENCE, answer));
        Reply two = Reply.to(answer -> store.read(PATIENCE, answer));
        Reply late = Reply.to(answer -> store.create(HELD, Duration.ofMillis(30), answer));

        assertThat(((StoreFailure) late.await(PATIENCE)).kind()).isEqualTo(Kind.TIMEOUT);
        answers.countDown();
        assertThat(List.of(one.await(PATIENCE), two.await(PATIENCE))).containsOnly(new Answer.Missing());
        read();
        assertThat(stub.requests("put")).isEmpty();
    }

    @Test
    void cancellingEndsACallThatHangs() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        LeaseApi narrow = new LeaseApi(client, one);
        KubernetesLeaseStore hanging = new KubernetesLeaseStore(narrow, TestTimings.LEASE, LeaseLabels.NONE);
        stub.fault("get", new StubFault.Hang(false));
        Request request = hanging.read(Duration.ofMinutes(10), answer -> {});
        stub.awaitRequests("get", 1);
        request.cancel();

        Reply next = Reply.to(answer -> hanging.read(PATIENCE, answer));
        assertThat(next.await(PATIENCE)).as("the only thread is free again").isEqualTo(new Answer.Missing());
        one.shutdownNow();
        narrow.close();
    }

    @Test
    void aClosedStoreSendsNothing() {
        store.close();

        assertThat(((StoreFailure) create()).message()).contains("this store is closed");
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void anExecutorThatHasShutDownMeansATimeout() {
        executor.shutdown();
        Reply reply = Reply.to(answer -> store.read(Duration.ofMillis(10), answer));

        assertThat(((StoreFailure) reply.await(PATIENCE)).kind()).isEqualTo(Kind.TIMEOUT);
    }

    // --- secrets

    @Test
    void noFailureTellsASecret() throws IOException {
        String token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzZWNyZXQifQ.c2lnbmF0dXJl";
        client.setApiKeyPrefix("Bearer");
        client.setApiKey(token);
        String echo = "you sent Authorization: Bearer " + token + " or opaque: Bearer s3cr3t-opaque";
        StoredLease lease = written(create());
        stub.fault("get", new StubFault.Body("text/html " + token, "<html>" + echo + "</html>", true));
        for (int code : new int[] {400, 401, 403, 404, 422, 429, 500, 503}) {
            stub.fault("get", StubFault.status(code, echo, echo));
            stub.fault("put", new StubFault.Reply(code, Map.of("Content-Type", "Bearer " + token), echo));
        }

        for (int i = 0; i < 8; i++) {
            assertThat(((StoreFailure) read()).message()).doesNotContain(token, "s3cr3t", "eyJ");
            assertThat(((StoreFailure) replace(lease, HELD)).message()).doesNotContain(token, "s3cr3t", "eyJ");
        }
        client.setApiKey(token + "\n");
        assertThat(((StoreFailure) read()).message()).doesNotContain(token, "eyJ");
    }

    private Answer read() {
        return answer(answer -> store.read(PATIENCE, answer));
    }

    private Answer read(LeaseApi other) {
        KubernetesLeaseStore view = new KubernetesLeaseStore(other, TestTimings.LEASE, LeaseLabels.NONE);
        return answer(answer -> view.read(PATIENCE, answer));
    }

    private Answer create() {
        return answer(answer -> store.create(HELD, PATIENCE, answer));
    }

    private Answer rehearse(StoredLease lease) {
        return rehearse(store, lease);
    }

    private static Answer rehearse(LeaseStore by, StoredLease lease) {
        return answer(answer -> by.rehearse(lease, PATIENCE, answer));
    }

    private static Answer create(LeaseStore by, LeaseRecord record) {
        return answer(answer -> by.create(record, PATIENCE, answer));
    }

    private Answer replace(StoredLease expected, LeaseRecord record) {
        return answer(answer -> store.replace(expected, record, PATIENCE, answer));
    }

    private static Answer answer(Function<Consumer<Answer>, Request> question) {
        Reply reply = Reply.to(question);
        Answer answer = reply.await(PATIENCE);
        reply.check();
        return answer;
    }

    private static StoredLease written(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Written.class);
        return ((Answer.Written) answer).lease();
    }

    private StubRequest only(String verb) {
        assertThat(stub.requests(verb)).hasSize(1);
        return stub.requests(verb).get(0);
    }

    private static JsonObject metadata(StubRequest request) {
        return Json.object(Objects.requireNonNull(Json.parse(request.body())), "metadata");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As users write one, by client-java's interface. */
    private static final class UsersAuthentication implements Authentication, Interceptor {

        @Override
        public void provide(ApiClient client) {}

        @Override
        public Response intercept(Chain chain) throws IOException {
            return chain.proceed(chain.request()
                    .newBuilder()
                    .header("Authorization", "Bearer users")
                    .build());
        }
    }
}
