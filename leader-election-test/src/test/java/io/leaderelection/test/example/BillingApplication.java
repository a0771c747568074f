package io.leaderelection.test.example;

import io.leaderelection.LeaderOnly;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

/** The application that the examples of {@code docs/testing.md} test. */
@SpringBootApplication
class BillingApplication {

    @Component
    static class Billing {

        @LeaderOnly
        void dispatch() {
            // The gate is what the examples test.
        }
    }
}
