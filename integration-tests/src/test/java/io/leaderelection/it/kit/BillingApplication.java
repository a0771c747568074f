package io.leaderelection.it.kit;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application to be tested on a real API server. */
@SpringBootApplication
class BillingApplication {}
