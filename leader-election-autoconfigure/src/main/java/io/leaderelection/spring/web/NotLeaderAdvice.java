package io.leaderelection.spring.web;

import io.leaderelection.NotLeaderException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers a request that only the leader may serve, on another instance, by 409 and a problem detail (RFC 9457) that
 * names the election and, as far as they are known, the leader and the address that it advertises. An application's own handlers go first.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class NotLeaderAdvice {

    @ExceptionHandler
    ProblemDetail notLeader(NotLeaderException refusal) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, refusal.getMessage());
        problem.setTitle("Not the leader");
        problem.setProperty("election", refusal.getElection());
        if (refusal.getLeaderIdentity() != null) {
            problem.setProperty("leader", refusal.getLeaderIdentity());
        }
        if (refusal.getLeaderAddress() != null) {
            problem.setProperty("leaderAddress", refusal.getLeaderAddress());
        }
        return problem;
    }
}
