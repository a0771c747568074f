package io.leaderelection.test.example;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElections;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

/** The application that the examples of {@code docs/testing.md} test. */
@SpringBootApplication
class BillingApplication {

    @Component
    static class Billing {

        private final LeaderElections elections;

        Billing(LeaderElections elections) {
            this.elections = elections;
        }

        void dispatch() {
            GatedCall call = elections.get().tryEnter("Billing.dispatch");
            if (call != null) {
                call.close();
            }
        }
    }
}
