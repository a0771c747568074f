package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.test.apiserver.ApiServer;
import java.util.ArrayList;
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

    private int started;

    ElectionMoveTests(ApiServer server) {
        super(server);
    }

    /** Why it takes two updates. */
    @Test
    void inASingleUpdateTwoLead() {
        open(Scene.SHORT);
        new SharedGroup(scene, SHARDS);
        Replica byLease = scene.start("lease");
        Replica byGroup = scene.start("carried", SharedGroup.options(SHARDS, CARRIED));

        Awaiting.until("two leaders", Scene.PATIENCE, () -> byLease.leads() && byGroup.leads(), () -> scene);
        scene.awaitMoreBeats(byLease);
        scene.awaitMoreBeats(byGroup);

        assertThat(scene.history().violations()).isNotEmpty();
    }

    @Test
    void nobodyLeadsWhileTheElectionIsOnItsWay() {
        open(Scene.SHORT, SharedGroup.options(SHARDS, "--leader.election.groups.orders.start=ready"));
        SharedGroup group = new SharedGroup(scene, SHARDS);
        replicas = List.of(scene.start("one"), scene.start("two"));
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
        List<Replica> fresh = new ArrayList<>();
        for (Replica old : replicas) {
            Replica next = scene.start(revision + "-" + ++started, options);
            next.awaitStart();
            old.process().terminate();
            old.process().awaitEnd(Scene.PATIENCE);
            fresh.add(next);
        }
        replicas = fresh;
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
