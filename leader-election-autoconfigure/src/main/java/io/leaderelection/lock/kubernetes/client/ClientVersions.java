package io.leaderelection.lock.kubernetes.client;

import io.leaderelection.lock.ForeignText;
import java.net.URL;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says of classes that do not fit each other which versions there are: no store and no network is to blame for these,
 * and no patience helps.
 */
public final class ClientVersions {

    /** One of each jar that takes part. */
    private static final List<String> CLASSES = List.of(
            "io.kubernetes.client.util.Config",
            "io.kubernetes.client.openapi.ApiClient",
            "okhttp3.OkHttpClient",
            "okio.Okio",
            "com.google.gson.Gson");

    private static final String NEEDED = "client-java 24 or later with the OkHttp, Okio and Gson that it asks for";

    private ClientVersions() {}

    /** What is missing, what is there and what is needed, in one line. */
    public static String conflict(LinkageError error) {
        return "%s: %s. Classes that do not fit each other are on the class path: needed is %s, found are %s"
                .formatted(
                        error.getClass().getSimpleName(),
                        ForeignText.shown(String.valueOf(error.getMessage())),
                        NEEDED,
                        found());
    }

    private static String found() {
        return CLASSES.stream().map(ClientVersions::jar).collect(Collectors.joining(", "));
    }

    /** File name of the jar that a class comes from, or that it is missing. */
    private static String jar(String type) {
        try {
            Class<?> found = Class.forName(type, false, ClientVersions.class.getClassLoader());
            return name(found.getProtectionDomain().getCodeSource());
        } catch (ClassNotFoundException | LinkageError missing) {
            return "no " + type;
        }
    }

    /** Also of a jar within a jar, whose address ends with {@code .jar!/}. */
    private static String name(@Nullable CodeSource source) {
        URL place = source == null ? null : source.getLocation();
        if (place == null) {
            return "a jar without a name";
        }
        String path = place.getPath().replaceAll("!?/*$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
