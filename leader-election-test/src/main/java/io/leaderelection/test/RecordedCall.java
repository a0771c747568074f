package io.leaderelection.test;

import io.leaderelection.GatedCallListener.Outcome;

/**
 * What became of one call at the gate.
 *
 * @param election name of the election
 * @param call name of the call, such as {@code Billing.dispatch}
 * @param outcome whether it was let in, skipped or refused; or that it ended after its term
 */
public record RecordedCall(String election, String call, Outcome outcome) {

    @Override
    public String toString() {
        return "%s %s".formatted(call, outcome);
    }
}
