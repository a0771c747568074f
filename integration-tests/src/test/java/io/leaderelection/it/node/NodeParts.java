package io.leaderelection.it.node;

import java.nio.file.Path;
import java.util.List;

/** The programs of a node with their flags, in the order of their start. */
final class NodeParts {

    private final String program;
    private final NodeFolder folder;
    private final Slot slot;

    NodeParts(Path program, NodeFolder folder, Slot slot) {
        this.program = program.toString();
        this.folder = folder;
        this.slot = slot;
    }

    List<String> containerd() {
        return List.of("containerd", "--config", path("containerd.toml"));
    }

    List<String> etcd() {
        return List.of(
                program,
                "etcd",
                "--name=node",
                "--data-dir=" + path("etcd"),
                "--unsafe-no-fsync", // the data is worth nothing
                "--log-level=warn");
    }

    List<String> apiServer() {
        return List.of(
                program,
                "kube-apiserver",
                "--etcd-servers=http://127.0.0.1:2379",
                "--bind-address=0.0.0.0",
                "--advertise-address=" + slot.address(),
                "--secure-port=6443",
                "--cert-dir=" + path("certificates"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + path("service-account.pub"),
                "--service-account-signing-key-file=" + path("service-account.key"),
                "--token-auth-file=" + path("tokens.csv"),
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--kubelet-preferred-address-types=InternalIP",
                "--allow-privileged");
    }

    List<String> controllerManager() {
        return List.of(
                program,
                "kube-controller-manager",
                "--kubeconfig=" + path("admin.kubeconfig"),
                "--root-ca-file=" + folder.caFile(),
                "--service-account-private-key-file=" + path("service-account.key"),
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                "--kube-api-qps=500",
                "--kube-api-burst=500");
    }

    List<String> scheduler() {
        return List.of(
                program,
                "kube-scheduler",
                "--kubeconfig=" + path("admin.kubeconfig"),
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                "--kube-api-qps=500",
                "--kube-api-burst=500");
    }

    List<String> kubelet() {
        return List.of(
                program,
                "kubelet",
                "--config=" + path("kubelet.yaml"),
                "--kubeconfig=" + path("kubelet.kubeconfig"),
                "--cert-dir=" + path("kubelet-certificates"),
                "--hostname-override=node",
                "--node-ip=" + slot.address());
    }

    List<String> proxy() {
        return List.of(program, "kube-proxy", "--config=" + path("kube-proxy.yaml"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
