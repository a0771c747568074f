package com.example.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.test.LeaderElectionTest;
import io.leaderelection.test.LeadershipSwitch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@LeaderElectionTest
class BillingTests {

    @Autowired
    private InvoiceDispatcher invoices;

    @Autowired
    private NightlyReport report;

    @Test
    void onlyTheLeaderWorks(LeadershipSwitch leadership) {
        invoices.dispatch();
        leadership.revoke();
        report.write();

        assertThat(leadership).admitted("InvoiceDispatcher.dispatch").skipped("NightlyReport.write");
    }
}
