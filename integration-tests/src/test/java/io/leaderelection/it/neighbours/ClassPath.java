package io.leaderelection.it.neighbours;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The class path of an application with other versions, as Maven resolved it for a module of {@code compatibility}.
 *
 * @param entries jars and folders, in order
 */
record ClassPath(List<Path> entries) {

    /** The class path of that module. */
    static ClassPath of(String module) {
        Path file = Path.of("..", "compatibility", module, "target", "class-path.txt");
        try {
            String text = Files.readString(file).strip();
            return new ClassPath(
                    Stream.of(text.split(File.pathSeparator)).map(Path::of).toList());
        } catch (IOException notBuilt) {
            throw new UncheckedIOException("Run with -am: Maven writes " + file + " before these tests", notBuilt);
        }
    }

    /** The same with those entries only whose file name fits. */
    ClassPath only(Predicate<String> name) {
        return new ClassPath(entries.stream()
                .filter(entry -> name.test(entry.getFileName().toString()))
                .toList());
    }

    /** The same with further entries at its end. */
    ClassPath and(ClassPath others) {
        return new ClassPath(
                Stream.concat(entries.stream(), others.entries.stream()).toList());
    }

    /** A class loader for it, without the classes of this test. */
    URLClassLoader loader() {
        return new URLClassLoader(entries.stream().map(ClassPath::url).toArray(URL[]::new), null);
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As the option {@code -cp} takes it. */
    @Override
    public String toString() {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }
}
