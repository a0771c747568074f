package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.it.apiserver.Account;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.Permission;
import io.leaderelection.test.apiserver.ApiServer;
import io.leaderelection.test.apiserver.RealApiServer;
import io.leaderelection.test.apiserver.TestNamespace;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** However many elections an application takes part in, its threads are few and daemons. */
@RealApiServer
class ManyElectionsTests {

    private final Account account;

    private final TestNamespace namespace;

    /** What another class of this JVM may have left is not this application's. */
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    ManyElectionsTests(ApiServer server) {
        namespace = server.newNamespace("many");
        account = Account.in(namespace, "many").may(Permission.onLeases("get", "create", "update", "list", "watch"));
    }

    @AfterEach
    void deleteNamespace() {
        namespace.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void oneElectorThreadFourForRequestsTwoForEachElectionAndOneForItsWatch(int elections) {
        try (ConfigurableApplicationContext context = application(elections)) {
            LeaderElections all = context.getBean(LeaderElections.class);
            Awaiting.until(
                    "all elections won",
                    Scene.PATIENCE,
                    () -> all.all().size() == elections && all.all().stream().allMatch(LeaderElection::isLeader));

            assertThat(threads("leader-election")).hasSize(1);
            assertThat(threads("leader-election-request.*")).hasSizeLessThanOrEqualTo(4);
            assertThat(threads("leader-election-events-.*")).hasSize(elections);
            assertThat(threads("leader-election-stop-.*")).hasSize(elections);
            Awaiting.until( // one that was just replaced may not have ended yet
                    "no more threads than watches",
                    Scene.PATIENCE,
                    () -> threads("leader-election-watch.*").size() <= elections);
            assertThat(threads("leader-election.*")).allMatch(Thread::isDaemon);
        }
        Awaiting.until(
                "no thread is left",
                Scene.PATIENCE,
                () -> threads("leader-election.*").isEmpty());
    }

    private ConfigurableApplicationContext application(int elections) {
        return SmallApplication.start(
                namespace,
                account,
                IntStream.range(1, elections)
                        .mapToObj(election ->
                                "leader.election.elections.e" + election + ".lease-name=lease-" + election));
    }

    private List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().matches(name))
                .toList();
    }
}
