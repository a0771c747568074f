package io.leaderelection.spring.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.leaderelection.NotLeaderException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class NotLeaderAdviceTests {

    @Test
    void tellsWhoLeadsToServletClients() throws Exception {
        servlet(new Invoices("pod-7"), new NotLeaderAdvice())
                .perform(get("/invoices"))
                .andExpect(status().isConflict())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.status").value(409))
                .andExpect(jsonPath("$.title").value("Not the leader"))
                .andExpect(jsonPath("$.detail")
                        .value("This instance does not lead election 'shop'; the leader is 'pod-7'"))
                .andExpect(jsonPath("$.instance").value("/invoices"))
                .andExpect(jsonPath("$.election").value("shop"))
                .andExpect(jsonPath("$.leader").value("pod-7"));
    }

    @Test
    void namesNobodyWhereNoLeaderIsKnown() throws Exception {
        servlet(new Invoices(null), new NotLeaderAdvice())
                .perform(get("/invoices"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.election").value("shop"))
                .andExpect(jsonPath("$.leader").doesNotExist());
    }

    @Test
    void anApplicationsOwnHandlerGoesFirst() throws Exception {
        servlet(new Invoices("pod-7"), new Own(), new NotLeaderAdvice())
                .perform(get("/invoices"))
                .andExpect(status().isServiceUnavailable());
    }

    @Test
    void tellsWhoLeadsToReactiveClients() {
        WebTestClient.bindToController(new Invoices("pod-7"))
                .controllerAdvice(new NotLeaderAdvice())
                .configureClient()
                .responseTimeout(Duration.ofSeconds(60))
                .build()
                .get()
                .uri("/invoices")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.instance")
                .isEqualTo("/invoices")
                .jsonPath("$.leader")
                .isEqualTo("pod-7");
    }

    private static MockMvc servlet(Invoices controller, Object... advice) {
        return MockMvcBuilders.standaloneSetup(controller)
                .setControllerAdvice(advice)
                .build();
    }

    @RestController
    static class Invoices {

        private final @Nullable String leader;

        Invoices(@Nullable String leader) {
            this.leader = leader;
        }

        @GetMapping("/invoices")
        String send() {
            throw new NotLeaderException("shop", leader);
        }
    }

    /** An advice without an order, as most are; an application's beans come before those of auto-configurations. */
    @ControllerAdvice
    static class Own {

        @ExceptionHandler
        ResponseEntity<Void> any(RuntimeException failure) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
        }
    }
}
