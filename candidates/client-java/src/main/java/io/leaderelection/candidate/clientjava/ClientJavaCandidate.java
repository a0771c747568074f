package io.leaderelection.candidate.clientjava;

import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.Config;
import io.leaderelection.candidate.Assignment;
import io.leaderelection.candidate.CallbackWork;
import io.leaderelection.candidate.Journal;
import io.leaderelection.candidate.WorkUnit;
import java.io.IOException;

/**
 * The example of client-java, {@code LeaderElectionExample}, over a Lease. After a lost term it calls {@code run} again, as
 * the method's documentation asks for; at the end it closes the elector, the one way to give the lease back.
 */
public final class ClientJavaCandidate {

    private ClientJavaCandidate() {}

    /** Starts the candidate; SIGTERM ends it. */
    public static void main(String[] arguments) throws IOException {
        Assignment assignment = Assignment.fromEnvironment();
        Journal journal = new Journal(assignment.history());
        CallbackWork work = new CallbackWork(new WorkUnit(assignment, journal), journal);
        LeaderElector elector = elector(assignment);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(elector, work)));
        journal.tell("started", 0);
        while (true) {
            elector.run(work::begin, work::end);
        }
    }

    private static LeaderElector elector(Assignment assignment) throws IOException {
        ApiClient client = Config.defaultClient();
        return new LeaderElector(new LeaderElectionConfig(
                new LeaseLock(assignment.namespace(), assignment.lease(), assignment.identity(), client),
                assignment.leaseDuration(),
                assignment.renewDeadline(),
                assignment.retryPeriod()));
    }

    private static void end(LeaderElector elector, CallbackWork work) {
        elector.close();
        try {
            work.drain();
        } catch (InterruptedException nobodyDoesSo) {
            Thread.currentThread().interrupt();
        }
    }
}
