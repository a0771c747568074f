package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.proxy.Fault;
import io.leaderelection.it.proxy.HttpFaultProxy;
import io.leaderelection.it.proxy.Injection;
import io.leaderelection.it.proxy.ProxiedRequest;
import io.leaderelection.test.apiserver.ApiServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leader that cannot reach the API server, or not be answered, or be answered wrongly. */
class NetworkTests extends SceneTests {

    private HttpFaultProxy proxy;

    NetworkTests(ApiServer server) {
        super(server);
    }

    @BeforeEach
    void openScene() {
        open(Scene.SHORT);
        proxy = scene.requestProxy();
    }

    @Test
    void aLeaderThatIsCutOffStopsBeforeItsSuccessorStarts() {
        Replica cutOff = scene.startThree();

        scene.network(cutOff).cutBothWays();
        Replica successor = scene.awaitSuccessor(cutOff);
        cutOff.await("the end of its term", line -> line.is("revoked"));
        scene.network(cutOff).heal();
        scene.awaitMoreBeats(successor);

        scene.assertSafe();
    }

    @Test
    void aLeaderThatHearsNoAnswersStopsBeforeItsSuccessorStarts() {
        Replica deaf = scene.startThree();
        long token = Scene.tokenOf(deaf);

        scene.network(deaf).cutAnswers();
        deaf.await("the end of its term", line -> line.is("revoked"));
        scene.awaitTokenAbove(token);
        scene.network(deaf).heal();
        scene.awaitMoreBeats(scene.awaitTokenAbove(token));

        scene.assertSafe();
    }

    @Test
    void aRenewalWhoseAnswerIsLostCostsNoTerm() {
        Replica leader = scene.startBehind(proxy, "leader");
        scene.awaitLeader();
        Replica standby = scene.start("standby");
        standby.await("its start", line -> line.is("started"));
        List<Long> tokens = scene.history().tokens();

        Injection lost = proxy.injectOnce(ProxiedRequest::isWrite, Fault.cutBeforeAnswer());
        leader.await("renewals after it", beatAfterTwoMoreWrites());

        lost.close();
        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aLeaderThatIsAskedForPatienceKeepsItsTerm() {
        Replica leader = scene.startBehind(proxy, "leader");
        scene.awaitLeader();
        List<Long> tokens = scene.history().tokens();

        proxy.injectOnce(ProxiedRequest::isWrite, Fault.answer(429, Map.of("Retry-After", "60")));
        leader.await("renewals after it", beatAfterTwoMoreWrites());
        proxy.injectOnce(ProxiedRequest::isWrite, Fault.answer(503, Map.of()));
        leader.await("renewals after it", beatAfterTwoMoreWrites());

        assertThat(scene.history().tokens()).isEqualTo(tokens);
        scene.assertSafe();
    }

    @Test
    void aStandbyWhoseWatchIsRefusedTakesOverByPolling() {
        Replica first = scene.start("first");
        scene.awaitLeader();
        proxy.inject(ProxiedRequest::isWatch, Fault.answer(403, Map.of()));
        Replica poller = scene.startBehind(proxy, "poller");
        poller.await("its start", line -> line.is("started"));

        first.process().terminate();

        assertThat(scene.awaitSuccessor(first)).isEqualTo(poller);
        scene.assertSafe();
    }

    @Test
    void aStandbyWhoseWatchBreaksOpensItAnew() {
        Replica first = scene.start("first");
        scene.awaitLeader();
        Replica standby = scene.startBehind(proxy, "standby");
        standby.await("its start", line -> line.is("started"));

        proxy.network().resetConnections();
        first.process().terminate();

        assertThat(scene.awaitSuccessor(first)).isEqualTo(standby);
        scene.assertSafe();
    }

    private java.util.function.Predicate<HistoryLine> beatAfterTwoMoreWrites() {
        int[] begun = {writes()};
        long[] since = {Long.MAX_VALUE};
        return line -> {
            if (since[0] == Long.MAX_VALUE && writes() >= begun[0] + 3) {
                since[0] = System.nanoTime();
            }
            return line.is("beat") && line.nanos() > since[0];
        };
    }

    private int writes() {
        return (int) proxy.requests().stream().filter(ProxiedRequest::isWrite).count();
    }
}
