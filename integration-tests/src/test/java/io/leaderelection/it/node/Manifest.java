package io.leaderelection.it.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The deployment kit of the sample as a test deploys it: the base, some of its components, and what only tests need: a
 * folder of the node which all pods share, for their histories and one ledger.
 */
record Manifest(List<String> components, Map<String, String> environment, List<String> patches) {

    private static final Path KIT = Path.of(System.getProperty("basedir", "."), "../sample-app/kubernetes")
            .toAbsolutePath()
            .normalize();

    /** Default timings: L / D / R = 15 / 10 / 2 s. */
    static Manifest kit(String... components) {
        return new Manifest(List.of(components), Map.of(), List.of());
    }

    /** L / D / R = 6 / 4 / 1 s, for what waits for the end of a lease. */
    Manifest quick() {
        return with("LEADER_ELECTION_LEASE_DURATION", "6s")
                .with("LEADER_ELECTION_RENEW_DEADLINE", "4s")
                .with("LEADER_ELECTION_RETRY_PERIOD", "1s");
    }

    /** L / D / R = 40 / 25 / 2 s, for what must come before the end of a lease on a machine that stands still for seconds. */
    Manifest patient() {
        return with("LEADER_ELECTION_LEASE_DURATION", "40s")
                .with("LEADER_ELECTION_RENEW_DEADLINE", "25s")
                .with("LEADER_ELECTION_RETRY_PERIOD", "2s");
    }

    /**
     * With a preference for other revisions that is longer than a busy machine lets one pod wait for another. How long the
     * default has to be is measured elsewhere.
     */
    Manifest courteous() {
        return with("LEADER_ELECTION_REVISION_GRACE", "5s");
    }

    /** With an environment variable. */
    Manifest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Manifest(components, more, patches);
    }

    /** With a change of the Deployment's pod template, as YAML of its {@code spec} in one line. */
    Manifest podSpec(String spec) {
        List<String> more = new ArrayList<>(patches);
        more.add("spec: {template: {spec: " + spec + "}}");
        return new Manifest(components, environment, more);
    }

    /** With a change of the sample's container, as YAML in one line without braces. */
    Manifest container(String fields) {
        return podSpec("{containers: [{name: sample, " + fields + "}]}");
    }

    Manifest replicas(int count) {
        List<String> more = new ArrayList<>(patches);
        more.add("spec: {replicas: " + count + "}");
        return new Manifest(components, environment, more);
    }

    /**
     * Writes a kustomization.
     *
     * @param folder where
     * @param shared folder of the node that all pods mount at {@code /shared}
     * @return the folder
     */
    Path write(Path folder, Path shared) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "SAMPLE_HISTORY", "/shared/history",
                "SAMPLE_LEDGER", "/shared/ledger",
                "SAMPLE_INTERVAL", "20ms",
                "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
        all.putAll(environment);
        String variables = all.entrySet().stream()
                .map(each -> "{name: " + each.getKey() + ", value: \"" + each.getValue() + "\"}")
                .collect(Collectors.joining(", "));
        Manifest whole = container("imagePullPolicy: Never, env: [" + variables
                        + "], volumeMounts: [{name: shared, mountPath: /shared}]")
                .podSpec("{volumes: [{name: shared, hostPath: {path: \"" + shared + "\"}}]}");
        StringBuilder text = new StringBuilder("resources: [\"" + folder.relativize(KIT.resolve("base")) + "\"]\n");
        text.append(components.stream()
                .map(name -> "\"" + folder.relativize(KIT.resolve("components").resolve(name)) + "\"")
                .collect(Collectors.joining(", ", "components: [", "]\n")));
        text.append("patches:\n");
        for (String patch : whole.patches) {
            text.append("- target: {kind: Deployment}\n")
                    .append("  patch: |-\n    {apiVersion: apps/v1, kind: Deployment, metadata: {name: sample}, ")
                    .append(patch)
                    .append("}\n");
        }
        try {
            Files.writeString(Files.createDirectories(folder).resolve("kustomization.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
