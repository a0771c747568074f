package com.example.billing;

import io.leaderelection.LeaderOnly;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
public class InvoiceDispatcher {

    private final Invoices invoices;

    InvoiceDispatcher(Invoices invoices) {
        this.invoices = invoices;
    }

    @LeaderOnly
    @Scheduled(fixedDelay = 1000)
    public void dispatch() { // runs on the leader, is skipped on followers
        invoices.sendDue();
    }
}
