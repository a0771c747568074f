package io.leaderelection.test;

import io.leaderelection.GatedCall;
import io.leaderelection.LeaderElections;
import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import io.leaderelection.spi.CallAdmission;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A small application to be tested with the kit. */
@SpringBootApplication
@ComponentScan(
        useDefaultFilters = false,
        includeFilters =
                @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, value = BillingApplication.Orders.class))
class BillingApplication {

    @Bean
    RecordedEvents recordedEvents() {
        return new RecordedEvents();
    }

    @Bean
    Billing billing(LeaderElections elections) {
        return new Billing(elections);
    }

    /** The leader's work. */
    static final class Billing {

        private final LeaderElections elections;
        private final List<Long> sent = new ArrayList<>();

        Billing(LeaderElections elections) {
            this.elections = elections;
        }

        void dispatch() {
            try (GatedCall call = CallAdmission.of(elections.get()).tryEnter("Billing.dispatch")) {
                if (call != null) {
                    sent.add(call.fencingToken());
                }
            }
        }

        List<Long> sent() {
            return sent;
        }
    }

    /** An end point for the leader alone. */
    @RestController
    static class Orders {

        @GetMapping("/orders")
        @LeaderOnly(otherwise = Otherwise.THROW)
        String orders() {
            return "orders";
        }
    }
}
