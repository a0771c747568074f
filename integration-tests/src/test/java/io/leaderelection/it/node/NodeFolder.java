package io.leaderelection.it.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.UUID;

/** The state folder of a node, with the configuration of its parts. It goes when the node goes. */
final class NodeFolder {

    /** The image of the first container of each pod. */
    static final String PAUSE_IMAGE = "localhost/leader-election/pause:1";

    private final Path root;
    private final String group;
    private final Slot slot;
    private final String adminToken = UUID.randomUUID().toString();

    NodeFolder(Path root, String group, Slot slot, Path cniPlugins) throws IOException {
        this.root = root;
        this.group = group;
        this.slot = slot;
        Files.createDirectories(resolve("logs"));
        Files.createDirectories(resolve("cni"));
        Files.createDirectories(resolve("certificates"));
        writeServiceAccountKeys();
        writeUsers();
        Files.writeString(resolve("containerd.toml"), containerd(cniPlugins, Snapshotter.in(resolve("snapshotter"))));
        Files.writeString(resolve("cni/10-pods.conflist"), POD_NETWORK);
        Files.writeString(resolve("kubelet.yaml"), kubelet());
        Files.writeString(resolve("kube-proxy.yaml"), kubeProxy());
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    // The server signs a certificate for itself at its first start; the file holds the signer too.
    Path caFile() {
        return resolve("certificates/apiserver.crt");
    }

    URI server() {
        return URI.create("https://%s:6443".formatted(slot.address()));
    }

    /** The token of a user who may do everything. */
    String adminToken() {
        return adminToken;
    }

    private void writeServiceAccountKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            Files.writeString(
                    resolve("service-account.key"),
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(
                    resolve("service-account.pub"),
                    pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    private void writeUsers() throws IOException {
        String kubeletToken = UUID.randomUUID().toString();
        String proxyToken = UUID.randomUUID().toString();
        Files.writeString(resolve("tokens.csv"), """
                %s,admin,admin,"system:masters"
                %s,system:node:node,node,"system:nodes"
                %s,system:kube-proxy,proxy,""
                """.formatted(adminToken, kubeletToken, proxyToken));
        writeKubeconfig("admin.kubeconfig", adminToken);
        writeKubeconfig("kubelet.kubeconfig", kubeletToken);
        writeKubeconfig("kube-proxy.kubeconfig", proxyToken);
    }

    private void writeKubeconfig(String name, String token) throws IOException {
        Files.writeString(resolve(name), """
                apiVersion: v1
                kind: Config
                current-context: node
                clusters: [{name: node, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: user, user: {token: "%s"}}]
                contexts: [{name: node, context: {cluster: node, user: user}}]
                """.formatted(server(), caFile(), token));
    }

    // Without restrict_oom_score_adj no sandbox starts where the capability for lower scores is missing.
    private String containerd(Path cniPlugins, String snapshotter) {
        return """
                version = 2
                root = "%1$s/containerd"
                state = "/run/containerd"
                disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", \
                "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", \
                "io.containerd.snapshotter.v1.devmapper"]
                [grpc]
                address = "/run/containerd/containerd.sock"
                [plugins."io.containerd.grpc.v1.cri"]
                sandbox_image = "%2$s"
                restrict_oom_score_adj = true
                [plugins."io.containerd.grpc.v1.cri".cni]
                bin_dir = "%3$s"
                conf_dir = "%1$s/cni"
                [plugins."io.containerd.grpc.v1.cri".containerd]
                snapshotter = "%4$s"
                default_runtime_name = "runc"
                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                runtime_type = "io.containerd.runc.v2"
                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                SystemdCgroup = false
                """.formatted(root, PAUSE_IMAGE, cniPlugins, snapshotter);
    }

    private static final String POD_NETWORK = """
            {"cniVersion": "0.4.0", "name": "pods", "plugins": [
              {"type": "ptp", "ipam": {"type": "host-local", "subnet": "10.244.0.0/24",
                "dataDir": "/run/cni-addresses", "routes": [{"dst": "0.0.0.0/0"}]}},
              {"type": "portmap", "capabilities": {"portMappings": true}}]}
            """;

    // Containers that end are started again within a second: the tests end many, and measure who leads meanwhile.
    private String kubelet() {
        return """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
                authorization: {mode: AlwaysAllow}
                cgroupDriver: cgroupfs
                cgroupRoot: /%s
                failCgroupV1: false
                failSwapOn: false
                resolvConf: ""
                readOnlyPort: 0
                oomScoreAdj: 0
                kubeAPIQPS: 500
                kubeAPIBurst: 500
                containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
                volumePluginDir: /run/volume-plugins
                evictionHard: {memory.available: 50Mi, nodefs.available: 1%%, nodefs.inodesFree: 1%%, imagefs.available: 1%%}
                imageGCHighThresholdPercent: 100
                imageGCLowThresholdPercent: 99
                crashLoopBackOff: {maxContainerRestartPeriod: 1s}
                """.formatted(group);
    }

    private String kubeProxy() {
        return """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: iptables
                clusterCIDR: 10.244.0.0/24
                hostnameOverride: node
                clientConnection: {kubeconfig: "%s"}
                conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
                """.formatted(resolve("kube-proxy.kubeconfig"));
    }
}
