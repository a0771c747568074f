package io.leaderelection.test.apiserver;

/** One way to get a Kubernetes API server. */
interface ServerProvider {

    /** The one word by which the test run names this provider. */
    String name();

    /**
     * Starts a new server and waits until it is ready.
     *
     * @throws MissingPrerequisiteException if this machine lacks what the provider needs; any other exception means that the
     *     server was there but failed, which no further provider may hide
     */
    ControlPlane start() throws MissingPrerequisiteException;
}
