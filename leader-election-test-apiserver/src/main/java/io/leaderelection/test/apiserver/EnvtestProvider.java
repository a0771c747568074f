package io.leaderelection.test.apiserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the binaries in the folder that KUBEBUILDER_ASSETS names, the convention of controller-runtime's envtest. */
final class EnvtestProvider implements ServerProvider {

    @Override
    public String name() {
        return "envtest";
    }

    @Override
    public ControlPlane start() throws MissingPrerequisiteException {
        String assets = System.getenv("KUBEBUILDER_ASSETS");
        if (assets == null || assets.isBlank()) {
            throw new MissingPrerequisiteException("KUBEBUILDER_ASSETS is not set");
        }
        return LocalControlPlane.start(
                List.of(binary(Path.of(assets), "etcd")), List.of(binary(Path.of(assets), "kube-apiserver")));
    }

    /** Who sets the variable wants these binaries: another server instead of them would be a surprise. */
    private static String binary(Path folder, String name) {
        Path binary = folder.resolve(name);
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException("KUBEBUILDER_ASSETS=" + folder + " holds no executable " + name);
        }
        return binary.toString();
    }
}
