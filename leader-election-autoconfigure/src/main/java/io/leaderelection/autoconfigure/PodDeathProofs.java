package io.leaderelection.autoconfigure;

import io.leaderelection.autoconfigure.ElectionProperties.ProofOfDeath;
import io.leaderelection.lock.kubernetes.client.LeaseApi;
import io.leaderelection.lock.kubernetes.client.LeaseName;
import io.leaderelection.lock.kubernetes.death.PodDeathProof;
import io.leaderelection.lock.kubernetes.death.TerminationMessage;

/** Makes the proofs of death of an application's elections, which leave one line for all of them. */
final class PodDeathProofs implements KubernetesLeaseStores.DeathProofs {

    private final TerminationMessage message;

    PodDeathProofs(TerminationMessage message) {
        this.message = message;
    }

    @Override
    public io.leaderelection.lock.kubernetes.ProofOfDeath of(ResolvedElection election, LeaseApi api, LeaseName lease) {
        ProofOfDeath wanted = election.kubernetes().proofOfDeath();
        return wanted == ProofOfDeath.OFF
                ? io.leaderelection.lock.kubernetes.ProofOfDeath.NONE
                : new PodDeathProof(
                        api,
                        lease,
                        message,
                        wanted == ProofOfDeath.ON,
                        election.settings().campaign());
    }
}
