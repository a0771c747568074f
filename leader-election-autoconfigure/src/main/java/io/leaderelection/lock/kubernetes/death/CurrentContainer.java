package io.leaderelection.lock.kubernetes.death;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.gson.JsonObject;
import io.leaderelection.lock.kubernetes.client.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The container that this process runs in. What the API server and the kernel tell is believed, environment variables are
 * not: the Pod is the one that the mounted token is bound to, the container the one for which the kubelet has mounted a
 * termination log. The token is never kept or shown.
 *
 * @param namespace namespace of the Pod
 * @param podUid uid of the Pod
 * @param pod name of the Pod
 * @param container name of the container
 * @param terminationLog where this container finds its termination log
 */
record CurrentContainer(String namespace, String podUid, String pod, String container, Path terminationLog) {

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
    static CurrentContainer find(Path token, Path mountInfo) throws Unknown {
        JsonObject claims = Json.object(claims(token), "kubernetes.io");
        JsonObject pod = Json.object(claims, "pod");
        String namespace = Json.text(claims, "namespace");
        String name = Json.text(pod, "name");
        String uid = Json.text(pod, "uid");
        if (namespace == null || name == null || uid == null) {
            throw new Unknown("the token in %s is not bound to a Pod".formatted(token));
        }
        List<Mount> logs = terminationLogs(mountInfo).stream()
                .filter(mount -> mount.podUid().equals(uid))
                .toList();
        if (logs.size() != 1) {
            throw new Unknown(
                    "%s tells of %s termination logs of this Pod, not of one".formatted(mountInfo, logs.size()));
        }
        Mount log = logs.get(0);
        return new CurrentContainer(namespace, uid, name, log.container(), log.point());
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
        return new ProcessLocation(process, podUid, pod, container);
    }

    private static JsonObject claims(Path token) throws Unknown {
        try {
            String[] parts = Files.readString(token).strip().split("\\.");
            byte[] payload = Base64.getUrlDecoder().decode(parts.length > 1 ? parts[1] : "");
            return Objects.requireNonNullElseGet(
                    Json.parse(new String(payload, StandardCharsets.UTF_8)), JsonObject::new);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new Unknown("there is no service account token in " + token);
        }
    }
}
