package io.leaderelection.spring.leaderonly;

import io.leaderelection.spi.RefusedStartException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link io.leaderelection.LeaderOnly} where it cannot be, found at start-up; Spring Boot reports it with the fix. */
public class InvalidLeaderOnlyException extends RefusedStartException {

    private static final long serialVersionUID = 1L;

    private InvalidLeaderOnlyException(List<Violation> violations) {
        super(lines(violations, Violation::description), lines(violations, Violation::action));
    }

    /** Throws the exception if there are violations. */
    static void throwIfAny(Stream<Violation> found) {
        List<Violation> violations = found.toList();
        if (!violations.isEmpty()) {
            throw new InvalidLeaderOnlyException(violations);
        }
    }

    private static String lines(List<Violation> violations, Function<Violation, String> text) {
        return violations.stream().map(text).distinct().collect(Collectors.joining(System.lineSeparator()));
    }
}
