package io.leaderelection.it.node;

import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.test.apiserver.GoModule;
import io.leaderelection.test.apiserver.MissingPrerequisiteException;
import io.leaderelection.test.apiserver.RawApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A running Kubernetes of one node; see {@link RealNode} for how a test gets one. */
public final class Node implements AutoCloseable {

    /** How the names of state folders and control groups begin. */
    static final String PREFIX = "leader-election-node";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * Enters the control group by which the daemons can be frozen, and becomes the given command. Containers run as another
     * user, who could not enter the folders that daemons make under a stricter mask.
     */
    private static final String IN_GROUP = "umask 022 && echo $$ > \"$0\" && exec \"$@\"";

    private final Path program;
    private final Keeper keeper;
    private final ControlGroup group;
    private final NodeFolder folder;
    private final Kubectl kubectl;
    private final Map<String, Process> daemons = new LinkedHashMap<>();

    private Node(Path program, Keeper keeper, ControlGroup group, NodeFolder folder) {
        this.program = program;
        this.keeper = keeper;
        this.group = group;
        this.folder = folder;
        this.kubectl = new Kubectl(program, folder.resolve("admin.kubeconfig"), folder.resolve("kubectl-cache"));
    }

    /** Starts a node and waits until it takes pods. */
    static Node start() throws NoNodeException {
        HostRights.ofThisMachine().check();
        NodePrograms.check();
        Path program = program("node");
        Path keeperProgram = program("keeper");
        try {
            Path root = Files.createTempDirectory(PREFIX);
            ControlGroup group = new ControlGroup(root.getFileName().toString());
            Keeper keeper = Keeper.start(keeperProgram, root, group.name());
            try {
                return start(program, keeperProgram, keeper, group, root);
            } catch (IOException | NoNodeException | RuntimeException e) {
                keeper.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Node start(Path program, Path keeperProgram, Keeper keeper, ControlGroup group, Path root)
            throws IOException, NoNodeException {
        NodeFolder folder = new NodeFolder(root, group.name(), keeper.slot(), NodePrograms.cniFolder());
        Node node = new Node(program, keeper, group, folder);
        Path pause = folder.resolve("pause.tar");
        Commands.run(List.of(
                "sh",
                "-c",
                "\"$0\" image \"$1\" > \"$2\"",
                keeperProgram.toString(),
                NodeFolder.PAUSE_IMAGE,
                pause.toString()));
        try {
            node.bringUp(pause);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the node does not come up:\n" + node.logTails(), e);
        }
        return node;
    }

    private static Path program(String module) throws NoNodeException {
        try {
            return GoModule.in(Path.of(System.getProperty("basedir", "."), module))
                    .program();
        } catch (MissingPrerequisiteException e) {
            throw new NoNodeException(e.getMessage());
        }
    }

    /** Returns kubectl as a user who may do everything. */
    public Kubectl kubectl() {
        return kubectl;
    }

    /** Returns a kubeconfig file of a user who may do everything. */
    Path kubeconfig() {
        return folder.resolve("admin.kubeconfig");
    }

    /** Returns the API as a user who may do everything sees it. */
    RawApi api() {
        return RawApi.of(folder.server(), folder.caFile(), folder.adminToken());
    }

    /** Returns its place among the nodes of this machine. */
    Slot slot() {
        return keeper.slot();
    }

    /** Returns the control group of all that runs on the node. */
    ControlGroup group() {
        return group;
    }

    /** Loads an image, in the format of {@code docker save}, so that pods can use it. */
    void load(Path image) {
        inside("ctr", "-n", "k8s.io", "images", "import", image.toString());
    }

    /** Runs a command in the node's namespaces, and returns what it printed. */
    String inside(String... command) {
        return Commands.run(keeper.inside(List.of(command)));
    }

    /** Returns a new folder on the node's disk which pods can mount and everybody can write to. */
    Path newSharedFolder(String name) {
        try {
            Path shared = Files.createDirectories(folder.resolve("shared/" + name));
            // not only writable: where files are made for their owner alone, nobody else could enter it
            return Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bringUp(Path pauseImage) {
        NodeParts parts = new NodeParts(program, folder, keeper.slot());
        launch("etcd", parts.etcd());
        launch("containerd", parts.containerd());
        launch("kube-apiserver", parts.apiServer());
        await("containerd", () -> Files.exists(keeper.view("/run/containerd/containerd.sock")));
        load(pauseImage);
        await("the certificate", () -> Files.exists(folder.caFile()));
        await("the API server", () -> kubectl.tell("get", "--raw", "/readyz").isSuccess());
        launch("kube-controller-manager", parts.controllerManager());
        launch("kube-scheduler", parts.scheduler());
        launch("kubelet", parts.kubelet());
        launch("kube-proxy", parts.proxy());
        await(
                "the node",
                () -> kubectl.tell("wait", "--for=condition=Ready", "node/node", "--timeout=10s")
                        .isSuccess());
        await(
                "the default account",
                () -> kubectl.tell("get", "serviceaccount", "default").isSuccess());
    }

    private void launch(String name, List<String> command) {
        List<String> grouped =
                new ArrayList<>(List.of("sh", "-c", IN_GROUP, group.daemons().toString()));
        grouped.addAll(keeper.inside(command));
        try {
            daemons.put(
                    name,
                    new ProcessBuilder(grouped)
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    folder.resolve("logs/" + name + ".log").toFile())
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String what, Callable<Boolean> condition) {
        Awaiting.until(what, PATIENCE, () -> {
            daemons.forEach((name, process) -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(name + " has ended");
                }
            });
            return condition.call();
        });
    }

    private String logTails() {
        return Commands.run(List.of(
                "sh", "-c", "tail -n 15 \"$0\"/*.log", folder.resolve("logs").toString()));
    }

    /** Ends everything that runs on the node and removes what it has left. */
    @Override
    public void close() {
        keeper.close();
    }
}
