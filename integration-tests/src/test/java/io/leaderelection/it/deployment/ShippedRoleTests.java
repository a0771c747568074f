package io.leaderelection.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.it.apiserver.AuditLog;
import io.leaderelection.it.apiserver.AuditedRequest;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.test.apiserver.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The kit's Role is enough, and each of its verbs is needed: without it the log names it. */
class ShippedRoleTests extends KitSceneTests {

    private static final List<String> VERBS = List.of("get", "update", "list", "watch");

    ShippedRoleTests(ApiServer server) {
        super(server);
    }

    @Test
    void aHandOverAndATakeoverNeedAllItsVerbsAndNoOther() {
        KitScene scene = apply(Manifests.base());
        SamplePod first = scene.start("sample-1");
        first.awaitLog("Leads: term 1");
        SamplePod second = scene.start("sample-2");
        second.awaitLog("Knows the leader: sample-1");

        first.process().terminate();
        second.awaitLog("Leads: term 2");
        first.process().awaitEnd(Duration.ofSeconds(30));

        List<AuditedRequest> requests = requests(scene);
        assertThat(requests).noneMatch(request -> request.status() == 403);
        assertThat(requests.stream().map(AuditedRequest::verb).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(VERBS);
    }

    @Test
    void aGroupIsSharedWithTheRightsOfItsOwnRole() {
        KitScene scene = apply(Manifests.overlay("shards"));
        SamplePod first = scene.start("sample-1");
        SamplePod second = scene.start("sample-2");

        Awaiting.until(
                "each owns its half",
                SamplePod.PATIENCE,
                () -> owned(first) == 6 && owned(second) == 6,
                () -> first.log() + second.log());
        assertThat(requests(scene)).noneMatch(request -> request.status() == 403);
    }

    private static int owned(SamplePod pod) {
        return pod.json("/actuator/leaderelection")
                .getAsJsonObject("groups")
                .getAsJsonObject("orders")
                .getAsJsonArray("owned")
                .size();
    }

    /** What the pods have asked for, of the server and not of the log: "403" is in many a port and time stamp. */
    private List<AuditedRequest> requests(KitScene scene) {
        return AuditLog.of(server)
                .requests(
                        request -> request.namespace().equals(scene.namespace().name())
                                && request.user().endsWith(":sample"));
    }

    /** Somebody who never comes back holds the Lease, so that each verb is asked for. */
    @Test
    void withoutOneOfItsVerbsTheLogNamesIt() {
        Map<String, SamplePod> without = new LinkedHashMap<>();
        for (String verb : VERBS) {
            KitScene scene = apply(Manifests.overlay("fast"));
            scene.patch(
                    "lease",
                    "sample",
                    "[{'op': 'add', 'path': '/spec', 'value': {'holderIdentity': 'gone', 'leaseDurationSeconds': 1}}]");
            scene.patch("role", "sample-leader-election", allBut(verb));
            without.put(verb, scene.start("sample-1"));
        }

        without.forEach((verb, pod) -> pod.awaitLog("must not " + verb + " it. Bind that account to a Role"));
    }

    @Test
    void withoutTheRolesOfTheOptionsTheLogSaysSoAndTheElectionGoesOn() {
        Map<String, String> messages = Map.of(
                "events", "Kubernetes events cannot be written; the election goes on without it",
                "leader-service", "cannot be changed; the election goes on without it");
        Map<String, SamplePod> pods = new LinkedHashMap<>();
        for (String overlay : messages.keySet()) {
            KitScene scene = apply(Manifests.overlay(overlay));
            scene.kubectl()
                    .run("delete", "rolebinding", overlay.equals("events") ? "sample-events" : "sample-leader-label");
            pods.put(overlay, scene.start("sample-1"));
        }

        pods.forEach((overlay, pod) -> {
            pod.awaitLog(messages.get(overlay));
            pod.awaitLog("Leads: term 1");
        });
    }

    @Test
    void theLinesAreDocumented() throws IOException {
        assertThat(page("deployment")).contains("must not get it. Bind that account to a Role in this namespace with");
        assertThat(page("kubernetes-events"))
                .contains("cannot be written; the election goes on without it")
                .contains("cannot be changed; the election goes on without it");
    }

    private static String page(String name) throws IOException {
        return Files.readString(Kubectl.PROJECT.resolve("docs").resolve(name + ".md"));
    }

    private static String allBut(String verb) {
        return VERBS.stream()
                .filter(other -> !other.equals(verb))
                .collect(Collectors.joining("','", "[{'op': 'replace', 'path': '/rules/0/verbs', 'value': ['", "']}]"));
    }
}
