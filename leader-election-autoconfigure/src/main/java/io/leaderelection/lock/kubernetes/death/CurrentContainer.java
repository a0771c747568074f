package io.leaderelection.lock.kubernetes.death;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.leaderelection.lock.kubernetes.client.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The container that this process runs in. What the API server and the kernel tell is believed, environment variables are
 * not: the Pod is the one that the mounted token is bound to, the container the one for which the kubelet has mounted a
 * termination log. The token is never kept or shown.
 *
 * @param pod the Pod
 * @param container name of the container
 * @param terminationLog where this container finds its termination log
 */
record CurrentContainer(ServiceAccount.Pod pod, String container, Path terminationLog) {

    /** The kubelet's directory of a container's logs, within whatever file system it is in. */
    private static final Pattern KUBELETS = Pattern.compile("(?:/.*)?/pods/([^/]+)/containers/([^/]+)/[0-9a-f]+");

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /** Fields of {@code /proc/self/mountinfo}. */
    private static final int ROOT = 3;

    private static final int MOUNT_POINT = 4;

    /** Why this is not known. */
    static final class Unknown extends Exception {

        private static final long serialVersionUID = 1;

        Unknown(String message) {
            super(message, null, false, false);
        }
    }

    /** Finds out. */
    static CurrentContainer find(ServiceAccount account, Path mountInfo) throws Unknown {
        ServiceAccount.Pod pod = account.pod()
                .orElseThrow(() -> new Unknown("there is no token in %s that is bound to a Pod".formatted(account)));
        List<Mount> logs = terminationLogs(mountInfo).stream()
                .filter(mount -> mount.podUid().equals(pod.uid()))
                .toList();
        if (logs.size() != 1) {
            throw new Unknown(
                    "%s tells of %s termination logs of this Pod, not of one".formatted(mountInfo, logs.size()));
        }
        Mount log = logs.get(0);
        return new CurrentContainer(pod, log.container(), log.point());
    }

    /** A termination log as the kubelet has mounted it. */
    private record Mount(String podUid, String container, Path point) {}

    private static List<Mount> terminationLogs(Path mountInfo) throws Unknown {
        List<Mount> logs = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(mountInfo, ISO_8859_1)) {
                String[] fields = line.split(" ");
                Matcher root = KUBELETS.matcher(fields.length > MOUNT_POINT ? plain(fields[ROOT]) : "");
                if (root.matches()) {
                    logs.add(new Mount(root.group(1), root.group(2), Path.of(plain(fields[MOUNT_POINT]))));
                }
            }
            return logs;
        } catch (IOException | InvalidPathException unreadable) {
            throw new Unknown(mountInfo + " cannot be read");
        }
    }

    /** Blanks and the like are written in octal. */
    private static String plain(String field) {
        return OCTAL.matcher(field)
                .replaceAll(
                        octal -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
    }

    /** Where the proof of the death of this process would be found. */
    ProcessLocation of(String process) {
        return new ProcessLocation(process, pod.uid(), pod.name(), container);
    }
}
