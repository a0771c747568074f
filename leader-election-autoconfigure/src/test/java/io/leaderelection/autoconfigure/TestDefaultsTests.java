package io.leaderelection.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.leaderelection.LeaderElection;
import io.leaderelection.lock.file.LeaseDirectory;
import io.leaderelection.status.ElectionStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

/** An application in a test that says nothing of elections: it leads, and leaves nothing behind. */
@SpringBootTest(
        classes = TestDefaultsTests.Application.class,
        properties = "spring.application.name=shop",
        webEnvironment = SpringBootTest.WebEnvironment.NONE)
class TestDefaultsTests {

    @Test
    void electsInMemory(@Autowired LeaderElection election) {
        await().until(election::isLeader);

        assertThat(ElectionStatus.of(election).store())
                .satisfies(store -> assertThat(store.backend()).isEqualTo("memory"));
    }

    /** Tests that ask for files have a folder of the build's, even those that name none. */
    @Test
    void noTestOfThisBuildWritesIntoAHome() {
        assumeThat(System.getProperty("surefire.test.class.path"))
                .as("run by Maven")
                .isNotNull();
        assertThat(LeaseDirectory.ofUser()).startsWithRaw(Path.of("target").toAbsolutePath());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
