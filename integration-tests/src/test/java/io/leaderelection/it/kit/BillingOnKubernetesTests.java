package io.leaderelection.it.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderElection;
import io.leaderelection.LeaderElections;
import io.leaderelection.test.apiserver.RealApiServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

@DirtiesContext // or Spring keeps the context for later tests, and it leads until the end
@SpringBootTest(classes = BillingApplication.class, properties = "spring.application.name=billing")
@RealApiServer
class BillingOnKubernetesTests {

    @Test
    void leadsOnARealLease(@Autowired LeaderElections elections) {
        LeaderElection election = elections.get();
        await().until(election::isLeader);

        election.verify();
        assertThat(election.leadership().fencingToken()).isPositive();
    }
}
