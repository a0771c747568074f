package io.leaderelection.candidate.ours;

import io.leaderelection.candidate.Assignment;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.scheduling.annotation.EnableScheduling;

/** An application that does what the README shows: a schedule, marked {@code @LeaderOnly}. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
public class OurCandidate {

    /** Starts the candidate; SIGTERM ends it. */
    public static void main(String[] arguments) {
        Assignment assignment = Assignment.fromEnvironment();
        new SpringApplicationBuilder(OurCandidate.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(settings(assignment))
                .initializers(context -> context.getBeanFactory().registerSingleton("assignment", assignment))
                .run(arguments);
    }

    private static Map<String, Object> settings(Assignment assignment) {
        return Map.of(
                "spring.application.name",
                assignment.lease(),
                "leader.election.backend",
                "kubernetes",
                "leader.election.identity",
                assignment.identity(),
                "leader.election.kubernetes.namespace",
                assignment.namespace(),
                "leader.election.lease-duration",
                assignment.leaseDuration().toMillis() + "ms",
                "leader.election.renew-deadline",
                assignment.renewDeadline().toMillis() + "ms",
                "leader.election.retry-period",
                assignment.retryPeriod().toMillis() + "ms");
    }
}
