package io.leaderelection.test.apiserver;

import java.util.List;

/** Builds kube-apiserver and etcd from source with the Go tool chain, once for each version of the Go module. */
final class GoBuiltProvider implements ServerProvider {

    private static final String LINKER_FLAGS = "-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3";

    @Override
    public String name() {
        return "go-built";
    }

    @Override
    public ControlPlane start() throws MissingPrerequisiteException {
        String program = module().program().toString();
        return LocalControlPlane.start(List.of(program, "etcd"), List.of(program, "kube-apiserver"));
    }

    /** The module's sources are in the jar beside this class. */
    static GoModule module() {
        return GoModule.of(GoBuiltProvider.class, "apiserver", LINKER_FLAGS, "etcd.go", "go.mod", "go.sum", "main.go");
    }
}
