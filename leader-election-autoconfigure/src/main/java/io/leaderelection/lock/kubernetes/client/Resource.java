package io.leaderelection.lock.kubernetes.client;

/**
 * One object of the API, as requests and messages name it.
 *
 * @param group its API group, empty for the core group; the version is always v1
 * @param plural its resource
 * @param kind its kind
 * @param namespace its namespace
 * @param name its name
 */
public record Resource(String group, String plural, String kind, String namespace, String name) {

    public static Resource lease(LeaseName lease) {
        return new Resource("coordination.k8s.io", "leases", "Lease", lease.namespace(), lease.name());
    }

    public static Resource pod(String namespace, String name) {
        return new Resource("", "pods", "Pod", namespace, name);
    }

    /** The path of all objects of this kind in the namespace. */
    String path() {
        String root = group.isEmpty() ? "/api/v1" : "/apis/" + group + "/v1";
        return root + "/namespaces/" + namespace + "/" + plural;
    }

    /** The rule of a Role that is needed to do this. Names of Pods change, so that no rule can name them. */
    String rule(String verb) {
        boolean writes = verb.equals("create") || verb.equals("patch");
        return group.isEmpty()
                ? "apiGroups [\"\"], resources [%s], verbs [%s]".formatted(plural, writes ? verb : "get, list, watch")
                : "apiGroups [%s], resources [%s], resourceNames [%s], verbs [get, create, update, list, watch]"
                        .formatted(group, plural, name);
    }

    @Override
    public String toString() {
        String resource = group.isEmpty() ? plural : plural + "." + group;
        return "%s \"%s\" in namespace \"%s\"".formatted(resource, name, namespace);
    }
}
