package io.leaderelection.lock.file;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/** Loads all our classes a second time, as an application server does that runs two applications. */
final class OtherClassLoader implements AutoCloseable {

    private final URLClassLoader loader;

    OtherClassLoader() {
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(OtherClassLoader::url)
                .toArray(URL[]::new);
        loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    /** Opens the holder's lock there, if it is free, closes the file again, and tells whether it was free. */
    boolean lockWasFree(Path lockFile) throws ReflectiveOperationException {
        Class<?> there = loader.loadClass(OtherClassLoader.class.getName());
        if (there == OtherClassLoader.class) {
            throw new IllegalStateException("the same class again");
        }
        Method method = there.getDeclaredMethod("wasFree", Path.class);
        method.setAccessible(true);
        return (Boolean) method.invoke(null, lockFile);
    }

    static boolean wasFree(Path lockFile) throws IOException {
        LockFile lock = LockFile.open(lockFile, Permissions.OWNER);
        try {
            return lock.isFree();
        } finally {
            lock.leave();
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
