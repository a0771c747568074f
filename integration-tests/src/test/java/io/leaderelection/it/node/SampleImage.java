package io.leaderelection.it.node;

import java.nio.file.Files;
import java.nio.file.Path;

/** The image that the module of the sample application builds under the profiles {@code image} and {@code node}. */
final class SampleImage {

    private static final Path FILE = Path.of(System.getProperty("basedir", "."), "../sample-app/target/image.tar");

    private SampleImage() {}

    static Path file() throws NoNodeException {
        Path file = FILE.toAbsolutePath().normalize();
        if (!Files.exists(file)) {
            throw new NoNodeException("no " + file + ": build it with mvn -pl sample-app -am package -Pimage");
        }
        return file;
    }
}
