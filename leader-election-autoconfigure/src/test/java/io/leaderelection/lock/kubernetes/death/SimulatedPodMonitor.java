package io.leaderelection.lock.kubernetes.death;

import com.google.gson.JsonObject;
import io.leaderelection.lock.LeaseRecord;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens the product's vigil to the simulation. Places are told as annotations. */
public final class SimulatedPodMonitor {

    private final HolderPodMonitor vigil;

    /**
     * Makes the product's vigil.
     *
     * @param watch told which Pod to watch, by its name and the annotation that names it
     * @param unwatch told to watch no Pod any more
     */
    public SimulatedPodMonitor(
            Predicate<String> isNotWatched,
            BiConsumer<String, String> watch,
            Runnable unwatch,
            Consumer<String> obituary) {
        HolderPodMonitor.Pods pods = new HolderPodMonitor.Pods() {
            @Override
            public void watch(ProcessLocation subject) {
                watch.accept(subject.pod(), subject.toText());
            }

            @Override
            public void unwatch() {
                unwatch.run();
            }
        };
        this.vigil = new HolderPodMonitor(false, isNotWatched, pods, obituary);
    }

    /** The annotation by which a process tells where it is. */
    public static String annotation(String process, String podUid, String pod, String container) {
        return new ProcessLocation(process, podUid, pod, container).toText();
    }

    /** The line that a process leaves in its termination log. */
    public static String line(String process) {
        return new ProcessLocation(process, "any", "any", "any").line();
    }

    /** The lease says this, with this annotation. */
    public void leaseIs(LeaseRecord record, @Nullable String annotation) {
        vigil.leaseIs(record, ProcessLocation.parse(annotation).orElse(null));
    }

    /** The Pod is so. */
    public void podIs(JsonObject pod, String about) {
        vigil.podIs(PodState.of(pod), ProcessLocation.parse(about).orElseThrow());
    }

    /** The Pod is not there. */
    public void podIsGone(String about) {
        vigil.podIsGone(ProcessLocation.parse(about).orElseThrow());
    }

    /** Nobody's death is of interest any more. */
    public void end() {
        vigil.end();
    }
}
