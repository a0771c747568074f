package io.leaderelection.test.apiserver;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.context.ConfigurableApplicationContext;

/** The servers of this JVM's tests: JUnit's extension starts them, application contexts find them here. */
final class RunningServers {

    /** Key of the server that classes share. */
    static final Object SHARED = "shared";

    private static final Map<Object, Running> SERVERS = new ConcurrentHashMap<>();

    private RunningServers() {}

    /**
     * Key of the server that a test class uses: the class that asks for one of its own, for that and the classes nested
     * in it; {@link #SHARED} for all others; none for a class that has no server.
     */
    static @Nullable Object keyOf(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            RealApiServer annotation =
                    AnnotationSupport.findAnnotation(type, RealApiServer.class).orElse(null);
            if (annotation != null) {
                return annotation.dedicated() ? type : SHARED;
            }
        }
        return null;
    }

    static Running add(Object key, ApiServer server) {
        Running running = new Running(key, server, ConcurrentHashMap.newKeySet());
        SERVERS.put(key, running);
        return running;
    }

    static Running get(Object key) {
        Running running = SERVERS.get(key);
        if (running == null) {
            throw new IllegalStateException(
                    "The API server does not run yet: an application context for an instance per class is made too early");
        }
        return running;
    }

    /**
     * A server with those who use it.
     *
     * @param contexts closed before the server is, so that their elections end in order
     */
    record Running(Object key, ApiServer server, Set<ConfigurableApplicationContext> contexts)
            implements AutoCloseable {

        @Override
        public void close() {
            SERVERS.remove(key);
            contexts.forEach(ConfigurableApplicationContext::close);
            server.close();
        }
    }
}
