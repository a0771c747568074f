package io.leaderelection.spring.leaderonly;

import io.leaderelection.spring.RefusedStartException;
import java.util.List;
import java.util.stream.Collectors;

/** {@link io.leaderelection.LeaderOnly} where it cannot be, found at start-up; Spring Boot reports it with the fix. */
public class InvalidLeaderOnlyException extends RefusedStartException {

    private static final long serialVersionUID = 1L;

    InvalidLeaderOnlyException(List<Refusal> refusals) {
        super(
                lines(refusals.stream().map(Refusal::description).toList()),
                lines(refusals.stream().map(Refusal::action).distinct().toList()));
    }

    private static String lines(List<String> texts) {
        return texts.stream().collect(Collectors.joining(System.lineSeparator()));
    }
}
