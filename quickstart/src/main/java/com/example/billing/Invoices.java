package com.example.billing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

@Component
class Invoices {

    private static final Logger log = LoggerFactory.getLogger(Invoices.class);

    void sendDue() {
        log.info("Invoices sent");
    }
}
