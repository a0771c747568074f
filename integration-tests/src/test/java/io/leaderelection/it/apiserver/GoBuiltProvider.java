package io.leaderelection.it.apiserver;

import java.util.List;

/** Builds kube-apiserver and etcd from source with the Go tool chain, once for each version of the Go module. */
final class GoBuiltProvider implements ServerProvider {

    @Override
    public String name() {
        return "go-built";
    }

    @Override
    public ControlPlane start() throws NoApiServerException {
        String program = GoModule.program("apiserver").toString();
        return LocalControlPlane.start(List.of(program, "etcd"), List.of(program, "kube-apiserver"));
    }
}
