package io.leaderelection.lock.kubernetes.client;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Threads that wait for the news of a watch: virtual ones where the JVM has them (21 and later), else daemons. */
public final class WatchThreads {

    private static final @Nullable Method OF_VIRTUAL = method(Thread.class, "ofVirtual");

    private WatchThreads() {}

    /** Starts a thread; it inherits the context class loader of the caller. */
    public static Thread start(String name, Runnable work) {
        Thread thread = virtual(name, work);
        if (thread == null) {
            thread = new Thread(work, name);
            thread.setDaemon(true);
        }
        thread.start();
        return thread;
    }

    private static @Nullable Thread virtual(String name, Runnable work) {
        if (OF_VIRTUAL == null) {
            return null;
        }
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = OF_VIRTUAL.invoke(null);
            Object named = type.getMethod("name", String.class).invoke(builder, name);
            return (Thread) type.getMethod("unstarted", Runnable.class).invoke(named, work);
        } catch (ReflectiveOperationException notOpenHere) {
            return null;
        }
    }

    private static @Nullable Method method(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException olderJvm) {
            return null;
        }
    }
}
