package io.leaderelection.it.apiserver;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * One rule of a Role.
 *
 * @param apiGroup the API group, empty for the core group
 * @param resource the resource in the plural, for example {@code leases}
 * @param names the names of the objects it is about, empty for all
 * @param verbs what may be done with them
 */
public record Permission(String apiGroup, String resource, List<String> names, List<String> verbs) {

    /** Allows the verbs on one Lease. */
    public static Permission onLease(String name, String... verbs) {
        return new Permission("coordination.k8s.io", "leases", List.of(name), List.of(verbs));
    }

    /** Allows the verbs on every Lease of the namespace. */
    public static Permission onLeases(String... verbs) {
        return new Permission("coordination.k8s.io", "leases", List.of(), List.of(verbs));
    }

    JsonObject toJson() {
        return new Gson()
                .toJsonTree(Map.of(
                        "apiGroups",
                        List.of(apiGroup),
                        "resources",
                        List.of(resource),
                        "resourceNames",
                        names,
                        "verbs",
                        verbs))
                .getAsJsonObject();
    }
}
