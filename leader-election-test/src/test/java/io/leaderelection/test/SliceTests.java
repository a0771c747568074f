package io.leaderelection.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The annotation beside that of a slice, which would leave the elections out. */
@WebMvcTest(BillingApplication.Orders.class)
@LeaderElectionTest
class SliceTests {

    @Autowired
    MockMvcTester http;

    @Test
    void servesOnTheLeaderAlone(LeadershipSwitch leadership) {
        assertThat(http.get().uri("/orders")).hasStatus(200);
        leadership.revokeInFavourOf("billing-2");
        assertThat(http.get().uri("/orders")).hasStatus(409).bodyText().contains("billing-2");
        assertThat(leadership).admitted("Orders.orders").refused("Orders.orders");
    }
}
