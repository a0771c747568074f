package io.leaderelection.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.Leadership.Role;
import io.leaderelection.test.BillingApplication.Billing;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = BillingApplication.class, properties = "leader.election.elections.reports.lease-name=r")
@LeaderElectionTest
@TestMethodOrder(MethodName.class)
class LeaderElectionTestTests {

    @Autowired
    LeadershipSwitch field;

    @Test
    void a_leadsAndSwitches(LeadershipSwitch leadership, @Autowired Billing billing) {
        assertThat(leadership).isSameAs(field).isLeader().admittedNothing();
        billing.dispatch();
        assertThat(billing.sent()).hasSize(1);
        leadership.revoke();
        leadership.of("reports").lose();
        billing.dispatch();
        assertThat(leadership).admitted("Billing.dispatch").skipped("Billing.dispatch");
    }

    @Test
    void b_startsAnewWithAHigherToken(
            LeadershipSwitch leadership, @Autowired Billing billing, @Autowired RecordedEvents events) {
        assertThat(leadership).isLeader().admittedNothing();
        assertThat(leadership.of("reports")).isLeader();
        assertThat(leadership.election().leadership().fencingToken())
                .isGreaterThan(billing.sent().get(0));
        assertThat(events.lines()).contains("granted 1", "revoked 1 RESIGNED", "granted 2");
    }

    @Nested
    class Inside {

        @Test
        void hasTheSameSwitch(LeadershipSwitch leadership) {
            assertThat(leadership).isSameAs(field).isLeader();
        }
    }

    @Nested
    @SpringBootTest(classes = BillingApplication.class)
    @LeaderElectionTest(startAs = Role.FOLLOWER)
    class WithAnotherPosition {

        private final LeadershipSwitch own;

        @Autowired
        WithAnotherPosition(LeadershipSwitch own) {
            this.own = own;
        }

        @Test
        void follows(LeadershipSwitch leadership) {
            assertThat(leadership).isSameAs(own).isNotLeader();
        }
    }
}
