package io.leaderelection.lock.kubernetes.death;

import io.leaderelection.lock.AnnotationText;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the proof of one process's death would be found: in the status of the container that it runs in.
 *
 * <p>It is stored as one annotation, {@code leader-election.io/pod}, beside the seal of the same write. It names the process so
 * that one left over from an earlier holder is recognised: it counts only together with a valid seal of that process.
 *
 * @param process random name of the process, as in its seal
 * @param podUid uid of its Pod
 * @param pod name of its Pod, in the namespace of the Lease
 * @param container name of its container
 */
record ProcessLocation(String process, String podUid, String pod, String container) {

    private static final String LINE = "leader-election ";

    private static final Pattern UID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern POD = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern CONTAINER = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /**
     * Checks each part: they go into requests and are compared with what others wrote.
     *
     * @throws IllegalArgumentException if a part is nothing that Kubernetes would call so
     */
    ProcessLocation {
        if (process.isBlank()
                || !UID.matcher(podUid).matches()
                || !POD.matcher(pod).matches()
                || !CONTAINER.matcher(container).matches()) {
            throw new IllegalArgumentException("no place that a process could be in");
        }
    }

    /** The line that the process leaves in its container's termination log: the whole line, and nothing else in it. */
    String line() {
        return LINE + process;
    }

    /** The annotation's text, as {@link #parse} reads it. */
    String toText() {
        return AnnotationText.empty()
                .with("process", process)
                .with("uid", podUid)
                .with("name", pod)
                .with("container", container)
                .toString();
    }

    /** Reads an annotation; empty where the text is absent, damaged or of an unknown version. */
    static Optional<ProcessLocation> parse(@Nullable String text) {
        try {
            return AnnotationText.read(text)
                    .map(read -> new ProcessLocation(
                            read.required("process"),
                            read.required("uid"),
                            read.required("name"),
                            read.required("container")));
        } catch (IllegalArgumentException | NullPointerException damaged) {
            return Optional.empty();
        }
    }
}
