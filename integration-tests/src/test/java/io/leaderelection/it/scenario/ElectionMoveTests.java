package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.apiserver.ApiServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * An election moves from a lease of its own to a group that is there already, and back, as docs/shards.md says: each way in two
 * rolling updates, between which nobody leads.
 */
@EnabledOnOs(OS.LINUX)
class ElectionMoveTests extends SceneTests {

    private static final int SHARDS = 4;
    private static final String RESTS = "--leader.election.start=manual";
    private static final String CARRIED = "--leader.election.group=orders";

    private List<Replica> replicas;

    ElectionMoveTests(ApiServer server) {
        super(server);
    }

    @Test
    void nobodyLeadsWhileTheElectionIsOnItsWay() {
        open(Scene.SHORT, SharedGroup.options(SHARDS, "--leader.election.groups.orders.start=ready"));
        SharedGroup group = new SharedGroup(scene, SHARDS);
        replicas = List.of(scene.start("lease-1"), scene.start("lease-2"));
        scene.awaitLeader();

        update("resting", RESTS);
        long byLease = lastTokenOnceNobodyLeads();
        update("carried", CARRIED, tokenFloor(byLease));
        scene.awaitTokenAbove(byLease);

        update("back", RESTS);
        long byGroup = lastTokenOnceNobodyLeads();
        update("again", tokenFloor(byGroup));
        scene.awaitTokenAbove(byGroup);

        scene.assertSafe();
        group.assertSafe(directory);
    }

    /** As a Deployment does it with {@code maxSurge: 1} and {@code maxUnavailable: 0}. */
    private void update(String revision, String... options) {
        List<Replica> old = replicas;
        replicas = List.of(
                scene.replace(old.get(0), revision + "-1", options),
                scene.replace(old.get(1), revision + "-2", options));
    }

    /** The replicas are there, and share the group; the election itself rests. */
    private long lastTokenOnceNobodyLeads() {
        ShardMoves.awaitRest(SHARDS, replicas);
        assertThat(replicas).noneMatch(Replica::hasLed);
        return scene.history().tokens().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
    }

    private static String tokenFloor(long token) {
        return "--leader.election.fencing.token-floor=" + token;
    }
}
