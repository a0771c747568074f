package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.proxy.Fault;
import io.leaderelection.it.proxy.HttpFaultProxy;
import io.leaderelection.it.proxy.Injection;
import io.leaderelection.it.proxy.ProxiedRequest;
import io.leaderelection.test.apiserver.ApiServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A leader that cannot reach the API server, or not be answered, or be answered wrongly. */
class NetworkTests extends SceneTests {

    private HttpFaultProxy proxy;

    NetworkTests(ApiServer server) {
        super(server);
    }

    private void openWithProxy(List<String> timings) {
        open(timings);
        proxy = scene.requestProxy();
    }

    @Test
    void aLeaderThatIsCutOffStopsBeforeItsSuccessorStarts() {
        open(Scene.SHORT);
        Replica cutOff = scene.startThree();

        scene.network(cutOff).cutBothWays();
        scene.awaitSuccessor(cutOff);
        cutOff.await("the end of its term", line -> line.is("revoked"));
        scene.network(cutOff).heal();
        scene.awaitMoreBeatsAbove(Scene.tokenOf(cutOff));

        scene.assertSafe();
    }

    @Test
    void aLeaderThatHearsNoAnswersStopsBeforeItsSuccessorStarts() {
        open(Scene.SHORT);
        Replica deaf = scene.startThree();
        long token = Scene.tokenOf(deaf);

        scene.network(deaf).cutAnswers();
        deaf.await("the end of its term", line -> line.is("revoked"));
        scene.awaitTokenAbove(token);
        scene.network(deaf).heal();
        scene.awaitMoreBeatsAbove(token);

        scene.assertSafe();
    }

    @Test
    void aRenewalWhoseAnswerIsLostCostsNoTerm() {
        openWithProxy(Scene.STEADY);
        Replica leader = scene.startBehind(proxy, "leader");
        scene.awaitLeader();
        scene.start("standby");
        scene.awaitAllKnow("leader");
        List<Long> tokens = scene.history().tokens();

        awaitRenewalsAfter(Fault.cutBeforeAnswer());
        scene.awaitMoreBeats(leader);

        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aLeaderThatIsAskedForPatienceKeepsItsTerm() {
        openWithProxy(Scene.STEADY);
        Replica leader = scene.startBehind(proxy, "leader");
        scene.awaitLeader();
        List<Long> tokens = scene.history().tokens();

        awaitRenewalsAfter(Fault.answer(429, Map.of("Retry-After", "60")));
        awaitRenewalsAfter(Fault.answer(503, Map.of()));
        scene.awaitMoreBeats(leader);

        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aStandbyWhoseWatchIsRefusedTakesOverByPolling() {
        openWithProxy(Scene.SHORT);
        Replica first = scene.start("first");
        scene.awaitLeader();
        proxy.inject(ProxiedRequest::isWatch, Fault.answer(403, Map.of()));
        Replica poller = scene.startBehind(proxy, "poller");
        scene.awaitAllKnow("first");

        first.process().terminate();

        assertThat(scene.awaitSuccessor(first)).isEqualTo(poller);
        scene.assertSafe();
    }

    @Test
    void aStandbyWhoseWatchBreaksOpensItAnew() {
        openWithProxy(Scene.SHORT);
        Replica first = scene.start("first");
        scene.awaitLeader();
        Replica standby = scene.startBehind(proxy, "standby");
        Awaiting.until(
                "a watch", Scene.PATIENCE, () -> proxy.requests().stream().anyMatch(ProxiedRequest::isWatch));

        proxy.network().resetConnections();
        first.process().terminate();

        assertThat(scene.awaitSuccessor(first)).isEqualTo(standby);
        scene.assertSafe();
    }

    /** Has the next renewal fail, and waits for later ones: one of them may be that whose answer was lost. */
    private void awaitRenewalsAfter(Fault fault) {
        Injection failed = proxy.injectOnce(ProxiedRequest::isWrite, fault);
        Awaiting.until("a renewal that fails", Scene.PATIENCE, () -> failed.hits() > 0);
        scene.awaitRenewals(3);
    }
}
