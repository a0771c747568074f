package io.leaderelection.test;

import io.leaderelection.GatedCallListener.Outcome;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on who leads and what the gate has done, by {@code assertThat(leadership)} of AssertJ. */
public final class LeadershipAssert extends AbstractAssert<LeadershipAssert, LeadershipSwitch> {

    LeadershipAssert(LeadershipSwitch actual) {
        super(actual, LeadershipAssert.class);
    }

    /** This instance leads. */
    public LeadershipAssert isLeader() {
        if (!actual.election().isLeader()) {
            failWithMessage("Expected the leader, but was: %s", actual);
        }
        return this;
    }

    /** This instance does not lead. */
    public LeadershipAssert isNotLeader() {
        if (actual.election().isLeader()) {
            failWithMessage("Expected not the leader, but was: %s", actual);
        }
        return this;
    }

    /** The call was let in at least once. */
    public LeadershipAssert admitted(String call) {
        return saw(call, Outcome.ADMITTED);
    }

    /** The call came while this instance did not lead, and its caller went on without it. */
    public LeadershipAssert skipped(String call) {
        return saw(call, Outcome.SKIPPED);
    }

    /** The call came while this instance did not lead, and its caller got an exception. */
    public LeadershipAssert refused(String call) {
        return saw(call, Outcome.REFUSED);
    }

    /** The call was let in and ended after its term. */
    public LeadershipAssert overran(String call) {
        return saw(call, Outcome.OVERRAN);
    }

    /** No call was let in. */
    public LeadershipAssert admittedNothing() {
        List<String> admitted = actual.calls(Outcome.ADMITTED);
        if (!admitted.isEmpty()) {
            failWithMessage("Expected that no call was let in, but were: %s", admitted);
        }
        return this;
    }

    private LeadershipAssert saw(String call, Outcome outcome) {
        if (!actual.calls(outcome).contains(call)) {
            failWithMessage("Expected that '%s' was %s, but the calls were: %s", call, outcome, actual.calls());
        }
        return this;
    }
}
