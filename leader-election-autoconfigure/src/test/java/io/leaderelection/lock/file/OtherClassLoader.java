package io.leaderelection.lock.file;

import io.leaderelection.SecondClassLoader;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;

/** Loads all our classes a second time, as an application server does that runs two applications. */
final class OtherClassLoader implements AutoCloseable {

    private final SecondClassLoader loader = new SecondClassLoader();

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
}
