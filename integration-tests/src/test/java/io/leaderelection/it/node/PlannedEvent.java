package io.leaderelection.it.node;

import io.leaderelection.it.apiserver.Awaiting;

/** What somebody does to the pods on purpose, or has done by the kubelet, while one of them leads. */
enum PlannedEvent {
    /** The pods get another template, one by one. */
    ROLLING_UPDATE("rolling update of 3 replicas", 1) {
        @Override
        void happen(PodScene scene, String leader) {
            update(scene);
        }
    },
    /** The pods get their former template back. */
    ROLLBACK("`kubectl rollout undo` of 3 replicas", 1) {
        @Override
        void prepare(PodScene scene) {
            super.prepare(scene);
            update(scene);
        }

        @Override
        void happen(PodScene scene, String leader) {
            scene.kubectl().run("rollout", "undo", DEPLOYMENT);
        }
    },
    /** The pods are replaced by others of the same kind. */
    RESTART("`kubectl rollout restart` of 3 replicas", 1) {
        @Override
        void happen(PodScene scene, String leader) {
            scene.kubectl().run("rollout", "restart", DEPLOYMENT);
        }
    },
    /** The leader's pod is deleted. */
    DELETION("`kubectl delete pod` of the leader", 1) {
        @Override
        void happen(PodScene scene, String leader) {
            scene.kubectl().run("delete", "pod", leader, "--wait=false");
        }
    },
    /** The leader's pod is evicted, as soon as the budget allows it. */
    DRAIN("`kubectl drain`: the leader's pod is evicted, with the kit's PodDisruptionBudget", 1) {
        @Override
        void happen(PodScene scene, String leader) {
            scene.evict(leader);
        }
    },
    /** Four of five pods are ended. */
    SCALE_DOWN("`kubectl scale` from 5 to 1, with `pod-deletion-cost`", 0) {
        @Override
        void prepare(PodScene scene) {
            scale(scene, 5);
        }

        @Override
        void happen(PodScene scene, String leader) {
            scene.kubectl().run("scale", DEPLOYMENT, "--replicas=1");
        }
    },
    /** Two pods come. */
    SCALE_UP("`kubectl scale` from 1 to 3", 0) {
        @Override
        void prepare(PodScene scene) {
            scale(scene, 1);
        }

        @Override
        void happen(PodScene scene, String leader) {
            scene.kubectl().run("scale", DEPLOYMENT, "--replicas=3");
        }
    },
    /** No probe of the leader's container is answered any more, though its process lives. */
    LIVENESS("liveness probe fails, the process lives: the kubelet restarts the container", 1) {
        @Override
        void happen(PodScene scene, String leader) {
            PodFaults faults = scene.faults(leader);
            try {
                awaitRestart(scene, leader, faults::hideFromProbes);
            } finally {
                faults.showToProbes();
            }
        }
    },
    /** The first processes of the leader's pod and of another one are told to end at the same moment. */
    NODE_SHUTDOWN("node shut down gracefully: SIGTERM to the leader and to another replica at once", 1) {
        @Override
        void happen(PodScene scene, String leader) {
            PodFaults first = scene.faults(leader);
            PodFaults second = scene.faults(scene.podNames().stream()
                    .filter(pod -> !pod.equals(leader))
                    .findFirst()
                    .orElseThrow());
            first.terminate();
            second.terminate();
        }
    },
    /** The leader's pod, in which a sidecar lives that ends after it, is deleted. */
    SIDECAR("`kubectl delete pod` of the leader, with a native sidecar in each pod", 1, base().podSpec(sidecar())) {
        @Override
        void happen(PodScene scene, String leader) {
            DELETION.happen(scene, leader);
        }
    },
    /** The leader cannot renew, ends its process for that, and is started again, for a rule of its container wants it. */
    EXIT_ON_LOSS(
            "leader cut off, `on-loss: exit` and `restartPolicy: Never`: it ends, a rule for its exit code restarts it",
            1,
            exitingOnLoss()) {
        @Override
        void happen(PodScene scene, String leader) {
            PodFaults faults = scene.faults(leader);
            try {
                awaitRestart(scene, leader, faults::cutOff);
            } finally {
                faults.reconnect();
            }
        }
    },
    /** Another container of the leader's pod ends, and has all of them restarted. */
    RESTART_ALL_CONTAINERS(
            "`RestartAllContainers`: another container of the leader's pod ends, by a rule all are killed",
            1,
            base().podSpec(watcher())) {
        @Override
        void happen(PodScene scene, String leader) {
            awaitRestart(scene, leader, scene.faults(leader, "watcher")::kill);
        }
    };

    private static final String DEPLOYMENT = "deployment/" + PodScene.NAME;

    /** A container that does nothing until it is told to end. */
    private static final String PAUSE =
            "image: \"" + NodeFolder.PAUSE_IMAGE + "\", imagePullPolicy: Never, command: [/keeper, pause]";

    private final String title;
    private final int changes;
    private final Manifest manifest;

    PlannedEvent(String title, int changes) {
        this(title, changes, base());
    }

    PlannedEvent(String title, int changes, Manifest manifest) {
        this.title = title;
        this.changes = changes;
        this.manifest = manifest;
    }

    /** The kit with proof of death and a leader that scale-downs spare; a liveness probe that is soon tired. */
    private static Manifest base() {
        return Manifest.kit("proof-of-death", "spare-leader")
                .container("livenessProbe: {periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 3}");
    }

    private static Manifest exitingOnLoss() {
        return base().with("LEADER_ELECTION_ONLOSS", "exit")
                .with("LEADER_ELECTION_EXITCODE", "75")
                .container("restartPolicy: Never, restartPolicyRules: "
                        + "[{action: Restart, exitCodes: {operator: In, values: [75]}}]");
    }

    private static String sidecar() {
        return "{initContainers: [{name: sidecar, restartPolicy: Always, %s}]}".formatted(PAUSE);
    }

    private static String watcher() {
        return "{containers: [{name: watcher, restartPolicy: Always, %s, restartPolicyRules:".formatted(PAUSE)
                + " [{action: RestartAllContainers, exitCodes: {operator: In, values: [137]}}]}]}";
    }

    /** What it is, for people. */
    String title() {
        return title;
    }

    /** How often the leader changes. */
    int changes() {
        return changes;
    }

    /** What has to be deployed. */
    Manifest manifest() {
        return manifest;
    }

    /** Brings the pods to where the event begins. */
    void prepare(PodScene scene) {
        scale(scene, 3);
    }

    /** Has it happen. */
    abstract void happen(PodScene scene, String leader);

    private static void scale(PodScene scene, int replicas) {
        scene.kubectl().run("scale", DEPLOYMENT, "--replicas=" + replicas);
        scene.settle();
    }

    /** Does what has the leader's container started again, and waits for that. */
    private static void awaitRestart(PodScene scene, String leader, Runnable cause) {
        int restarts = scene.restarts(leader);
        cause.run();
        Awaiting.until("a restart", PodScene.PATIENCE, () -> scene.restarts(leader) > restarts);
    }

    private static void update(PodScene scene) {
        scene.kubectl().run("set", "env", DEPLOYMENT, "SAMPLE_UPDATE=" + System.nanoTime());
        scene.settle();
    }
}
