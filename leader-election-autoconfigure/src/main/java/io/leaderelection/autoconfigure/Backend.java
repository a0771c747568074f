package io.leaderelection.autoconfigure;

/** Where leases are kept. */
public enum Backend {
    /**
     * Kubernetes where a service account token is mounted or {@link KubernetesConnectionDetails} are given, else files,
     * with a warning. A pod without a token does not start. In a test, memory, unless connection details are given.
     */
    AUTO,
    /** Leases on a Kubernetes API server. */
    KUBERNETES,
    /** Files under an operating system lock: one leader per machine. */
    FILE,
    /** Memory: one leader per application context, for tests and local runs. */
    MEMORY
}
