package io.leaderelection.it.node;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The sample's objects, as a test deploys them. */
final class Manifest {

    /** L / D / R = 3 / 2 / 0.4 s. */
    static final Map<String, String> SHORT = Map.of(
            "LEADER_ELECTION_LEASEDURATION", "3s",
            "LEADER_ELECTION_RENEWDEADLINE", "2s",
            "LEADER_ELECTION_RETRYPERIOD", "400ms");

    private final Map<String, String> environment;

    private Manifest(Map<String, String> environment) {
        this.environment = environment;
    }

    /** With default timings. */
    static Manifest sample() {
        return new Manifest(Map.of());
    }

    /** With further environment variables. */
    Manifest with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new Manifest(all);
    }

    /**
     * @param shared folder of the node that all pods mount at {@code /shared}
     */
    String text(Path shared) {
        String variables = environment.entrySet().stream()
                .map(each -> "        - {name: %s, value: \"%s\"}".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining("\n"));
        return OBJECTS.formatted(variables, shared);
    }

    private static final String OBJECTS = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: sample}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: sample}
            rules:
            - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [create]}
            - {apiGroups: [coordination.k8s.io], resources: [leases], resourceNames: [sample], verbs: [get, update, list, watch]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: sample}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: sample}
            subjects: [{kind: ServiceAccount, name: sample}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: sample}
            spec:
              replicas: 3
              selector: {matchLabels: {app.kubernetes.io/name: sample}}
              strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
              template:
                metadata: {labels: {app.kubernetes.io/name: sample}}
                spec:
                  serviceAccountName: sample
                  securityContext: {runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001}
                  containers:
                  - name: sample
                    image: leader-election/sample:latest
                    imagePullPolicy: Never
                    securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false}
                    ports: [{name: http, containerPort: 8080}]
                    readinessProbe: {tcpSocket: {port: http}, periodSeconds: 1}
                    env:
                    - {name: SPRING_APPLICATION_NAME, value: sample}
                    - {name: SAMPLE_HISTORY, value: /shared/history}
                    - {name: SAMPLE_LEDGER, value: /shared/ledger}
                    - {name: SAMPLE_INTERVAL, value: 20ms}
            %s
                    volumeMounts:
                    - {name: shared, mountPath: /shared}
                    - {name: tmp, mountPath: /tmp}
                  volumes:
                  - {name: shared, hostPath: {path: "%s"}}
                  - {name: tmp, emptyDir: {}}
            """;
}
