package io.leaderelection.test.example;

import static io.leaderelection.GatedCallListener.Outcome.ADMITTED;
import static io.leaderelection.GatedCallListener.Outcome.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.LeaderElectionTest;
import io.leaderelection.test.LeadershipSwitch;
import io.leaderelection.test.RecordedCall;
import io.leaderelection.test.example.BillingApplication.Billing;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = BillingApplication.class)
@LeaderElectionTest
class BillingTests {

    @Autowired
    Billing billing;

    @Test
    void dispatchesOnTheLeaderAlone(LeadershipSwitch leadership) {
        billing.dispatch();
        leadership.revoke();
        billing.dispatch();

        assertThat(leadership).admitted("Billing.dispatch").skipped("Billing.dispatch");
    }

    @Test
    void goesOnInTheNextTerm(LeadershipSwitch leadership) {
        leadership.lose();
        billing.dispatch();
        leadership.grant();
        billing.dispatch();

        assertThat(leadership.calls()).extracting(RecordedCall::outcome).containsExactly(SKIPPED, ADMITTED);
    }
}
