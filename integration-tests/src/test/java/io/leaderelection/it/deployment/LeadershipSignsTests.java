package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.test.apiserver.ApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the cluster shows of a leader, with no rights but those of the kit's overlays. */
class LeadershipSignsTests extends KitSceneTests {

    private static final String LABEL =
            "jsonpath={.metadata.labels['leader-election\\.io/leader']}{.metadata.labels.theirs}";

    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    LeadershipSignsTests(ApiServer server) {
        super(server);
    }

    @AfterEach
    void deletePod() {
        for (KitScene kit : scenes) {
            String pod = "/api/v1/namespaces/" + kit.namespace().name() + "/pods/sample-1";
            server.admin().delete(pod);
        }
    }

    @Test
    void peopleSeeInTheEventsOfTheLeaseWhoBeganAndCeasedToLead() {
        KitScene kit = apply(Manifests.overlay("events"));
        SamplePod leader = kit.start("sample-1");
        leader.awaitLog("successfully acquired lease");
        Awaiting.until("the first event", SamplePod.PATIENCE, () -> events(kit).contains("sample-1 became leader"));

        leader.process().terminate();
        leader.awaitLog("stopped taking part");

        Awaiting.until("the last event", SamplePod.PATIENCE, () -> events(kit).contains("sample-1 stopped leading"));
        assertThat(kit.kubectl().run("describe", "lease", "sample"))
                .contains("Normal", "LeaderElection", "leader-election", "sample-1 became leader");
        assertThat(leader.log()).doesNotContain("cannot be written");
    }

    @Test
    void aServiceSelectsTheLeadersPodUntilItStepsDown() {
        KitScene kit = apply(Manifests.overlay("leader-service"));
        createPod(kit, "'labels':{'theirs':'kept','leader-election.io/leader':'left'}");
        SamplePod leader = kit.start("sample-1");
        Awaiting.until("the label", SamplePod.PATIENCE, () -> label(kit).equals("truekept"));

        leader.process().terminate();
        leader.awaitLog("stopped taking part");

        assertThat(label(kit)).isEqualTo("kept");
        assertThat(kit.lease("holderIdentity")).isEmpty();
        assertThat(leader.log()).doesNotContain("cannot be changed");
    }

    @Test
    void aLeadersPodCostsMoreToDeleteUntilItStepsDown() {
        KitScene kit = apply(Manifests.overlay("spare-leader"));
        createPod(kit, "'annotations':{'theirs':'kept','" + COST + "':'2147483647'}");
        SamplePod leader = kit.start("sample-1");
        leader.awaitLog("Leads: term 1");
        Awaiting.until("the cost", SamplePod.PATIENCE, () -> cost(kit).equals("2147483647kept"));

        leader.process().terminate();
        leader.awaitLog("stopped taking part");

        assertThat(cost(kit)).isEqualTo("kept");
        assertThat(kit.lease("holderIdentity")).isEmpty();
        assertThat(leader.log()).doesNotContain("cannot be changed");
    }

    @Test
    void aCostThatSomebodyElseHasSetStays() {
        KitScene kit = apply(Manifests.overlay("spare-leader"));
        createPod(kit, "'annotations':{'theirs':'kept','" + COST + "':'7'}");
        SamplePod leader = kit.start("sample-1");
        leader.awaitLog("This pod has the deletion cost 7, which is not the election's");
        leader.awaitLog("Leads: term 1");

        leader.process().terminate();
        leader.awaitLog("stopped taking part");

        assertThat(cost(kit)).isEqualTo("7kept");
    }

    private static void createPod(KitScene kit, String metadata) {
        kit.namespace()
                .server()
                .admin()
                .post(
                        "/api/v1/namespaces/" + kit.namespace().name() + "/pods",
                        JsonParser.parseString("""
                                {'metadata':{'name':'sample-1',%s},
                                 'spec':{'containers':[{'name':'sample','image':'sample'}]}}""".formatted(metadata)).getAsJsonObject())
                .ok();
    }

    private static String events(KitScene kit) {
        return kit.kubectl().run("get", "events", "--field-selector", "reason=LeaderElection");
    }

    private static String label(KitScene kit) {
        return kit.kubectl().run("get", "pod", "sample-1", "-o", LABEL);
    }

    private static String cost(KitScene kit) {
        String annotations = "{.metadata.annotations['controller\\.kubernetes\\.io/pod-deletion-cost']}";
        return kit.kubectl()
                .run("get", "pod", "sample-1", "-o", "jsonpath=" + annotations + "{.metadata.annotations.theirs}");
    }
}
