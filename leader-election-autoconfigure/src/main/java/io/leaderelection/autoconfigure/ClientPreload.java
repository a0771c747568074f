package io.leaderelection.autoconfigure;

import io.leaderelection.autoconfigure.ElectionProperties.Backend;
import io.leaderelection.lock.kubernetes.LeaseApi;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.PropertyResolver;

/**
 * Loads the classes of the Kubernetes client on a daemon thread while the context is being prepared, once in a process, if
 * elections are likely to need them: they take longer than all else that elections add to a start. It is only about time:
 * whoever needs the classes loads them all the same.
 */
final class ClientPreload implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final AtomicReference<@Nullable CompletableFuture<Void>> LOADED = new AtomicReference<>();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (!NativeDetector.inNativeImage()
                && Runtime.getRuntime().availableProcessors() > 1
                && isWanted(context.getEnvironment(), PodInfo.ofThisProcess())) {
            begin();
        }
    }

    /** Whether the default election is held on an API server, as far as this can be told so early. */
    static boolean isWanted(PropertyResolver properties, PodInfo pod) {
        try {
            String backend = properties.getProperty(LeaderElectionProperties.PREFIX + ".backend", "auto");
            return !"false".equalsIgnoreCase(properties.getProperty(LeaderElectionProperties.PREFIX + ".enabled"))
                    && (Backend.KUBERNETES.name().equalsIgnoreCase(backend)
                            || (Backend.AUTO.name().equalsIgnoreCase(backend) && pod.hasServiceAccount()));
        } catch (IllegalArgumentException unresolvedPlaceholder) {
            return false;
        }
    }

    private static void begin() {
        CompletableFuture<Void> loaded = new CompletableFuture<>();
        if (LOADED.compareAndSet(null, loaded)) {
            Thread thread = new Thread(() -> load(loaded), "leader-election-preload");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void load(CompletableFuture<Void> loaded) {
        try {
            LeaseApi.loadClasses();
            loaded.complete(null);
        } catch (Throwable failure) {
            loaded.completeExceptionally(failure);
        }
    }

    /**
     * Waits until the classes are loaded, if that has begun.
     *
     * @throws LinkageError if they do not fit each other: whoever comes second is only told that somebody has failed before
     */
    static void await() {
        CompletableFuture<Void> loaded = LOADED.get();
        Throwable failure =
                loaded == null ? null : loaded.handle((done, thrown) -> thrown).join();
        if (failure instanceof LinkageError conflict) {
            throw conflict;
        }
    }
}
