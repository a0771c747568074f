package io.leaderelection.test.apiserver;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.springframework.util.ClassUtils;
import org.testcontainers.DockerClientFactory;

/** Runs K3s in a container, where Docker answers; {@code K3S_IMAGE} names another image than the default. */
final class K3sProvider implements ServerProvider {

    private static final String DEFAULT_IMAGE = "rancher/k3s:v1.36.3-k3s1";

    @Override
    public String name() {
        return "k3s";
    }

    @Override
    public ControlPlane start() throws MissingPrerequisiteException {
        if (!ClassUtils.isPresent("org.testcontainers.k3s.K3sContainer", K3sProvider.class.getClassLoader())) {
            throw new MissingPrerequisiteException("org.testcontainers:testcontainers-k3s is not on the class path");
        }
        if (!dockerAnswers() || !DockerClientFactory.instance().isDockerAvailable()) {
            throw new MissingPrerequisiteException("Docker does not answer");
        }
        try {
            return K3sControlPlane.start(System.getenv().getOrDefault("K3S_IMAGE", DEFAULT_IMAGE));
        } catch (RuntimeException failure) {
            throw new MissingPrerequisiteException("K3s does not start: " + failure.getMessage());
        }
    }

    /** Testcontainers' own search for Docker takes its time; a machine without a daemon is told apart sooner this way. */
    private static boolean dockerAnswers() {
        try {
            Process ping = new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return ping.waitFor(3, TimeUnit.SECONDS) && ping.exitValue() == 0;
            } finally {
                ping.destroyForcibly();
            }
        } catch (IOException failure) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
