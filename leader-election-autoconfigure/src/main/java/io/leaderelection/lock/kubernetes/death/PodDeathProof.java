package io.leaderelection.lock.kubernetes.death;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.kubernetes.ProofOfDeath;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Proof by the status of Pods: a line that a process leaves in its container's termination log. */
public final class PodDeathProof implements ProofOfDeath {

    private final LeaseApi api;
    private final LeaseName lease;
    private final TerminationMessage message;
    private final boolean required;
    private final boolean campaigns;

    /**
     * @param message what this process leaves; the same one for all its elections
     * @param required whether it is a warning if there can be no proof, and whether to trust messages that may be the end
     *     of a log
     * @param campaigns whether this election would take over, and so wants to know of a death
     */
    public PodDeathProof(
            LeaseApi api, LeaseName lease, TerminationMessage message, boolean required, boolean campaigns) {
        this.api = api;
        this.lease = lease;
        this.message = message;
        this.required = required;
        this.campaigns = campaigns;
    }

    @Override
    public @Nullable String location(LeaseRecord record) {
        if (!record.isHeld()) {
            return null;
        }
        return Seal.parse(record.seal())
                .flatMap(seal -> message.leave(seal.process(), lease.namespace(), required))
                .map(ProcessLocation::toText)
                .orElse(null);
    }

    @Override
    public void rehearse() {
        message.rehearse();
    }

    @Override
    public Monitor monitor(Consumer<String> died) {
        return campaigns ? new HolderPodWatch(api, lease, message, required, died) : ProofOfDeath.super.monitor(died);
    }
}
