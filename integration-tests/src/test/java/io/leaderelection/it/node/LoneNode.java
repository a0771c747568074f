package io.leaderelection.it.node;

/** A JVM with a node and a pod on it, for the test of what is left when it ends or is killed. */
final class LoneNode {

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: pause}
            spec:
              terminationGracePeriodSeconds: 0
              containers: [{name: pause, image: "%s", imagePullPolicy: Never}]
            """;

    private LoneNode() {}

    /** Says {@code up}, its name and its link's once the pod runs, and closes the node at the end of the standard input. */
    public static void main(String[] arguments) throws Exception {
        try (Node node = Node.start()) {
            node.kubectl().apply(POD.formatted(NodeFolder.PAUSE_IMAGE));
            node.kubectl().run("wait", "--for=condition=Ready", "pod/pause", "--timeout=60s");
            // Connections that nobody answers keep a network namespace alive for minutes after its last process.
            node.inside("iptables", "-I", "OUTPUT", "-p", "tcp", "--sport", "6443", "-j", "DROP");
            System.out.println("up " + node.group().name() + " " + node.slot().link());
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        System.out.println("down");
    }
}
