package io.leaderelection.candidate.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.leaderelection.candidate.Assignment;
import io.leaderelection.candidate.CallbackWork;
import io.leaderelection.candidate.Journal;
import io.leaderelection.candidate.WorkUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The example of fabric8, {@code LeaderElectionExample}, with {@code releaseOnCancel}. An elector "may only be run once,
 * please create another instance": after a lost term there is a new one. At the end the future is cancelled, which stops
 * the elector.
 */
public final class Fabric8Candidate {

    private final Assignment assignment;
    private final CallbackWork work;
    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private volatile boolean ending;
    private volatile CompletableFuture<?> election = CompletableFuture.completedFuture(null);

    private Fabric8Candidate(Assignment assignment, CallbackWork work) {
        this.assignment = assignment;
        this.work = work;
    }

    /** Starts the candidate; SIGTERM ends it. */
    public static void main(String[] arguments) {
        Assignment assignment = Assignment.fromEnvironment();
        Journal journal = new Journal(assignment.history());
        CallbackWork work = new CallbackWork(new WorkUnit(assignment, journal), journal);
        Fabric8Candidate candidate = new Fabric8Candidate(assignment, work);
        Runtime.getRuntime().addShutdownHook(new Thread(candidate::end));
        journal.tell("started", 0);
        candidate.run();
    }

    private void run() {
        while (!ending) {
            election = elector().start();
            try {
                election.join();
            } catch (CancellationException | CompletionException ended) {
                // by the shutdown, or with a failure that the library has logged
            }
        }
    }

    private LeaderElector elector() {
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName("candidate")
                        .withLock(new LeaseLock(assignment.namespace(), assignment.lease(), assignment.identity()))
                        .withLeaseDuration(assignment.leaseDuration())
                        .withRenewDeadline(assignment.renewDeadline())
                        .withRetryPeriod(assignment.retryPeriod())
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(work::begin, work::end, leader -> {}))
                        .build())
                .build();
    }

    private void end() {
        ending = true;
        election.cancel(true);
        try {
            work.drain();
        } catch (InterruptedException nobodyDoesSo) {
            Thread.currentThread().interrupt();
        }
    }
}
