package io.leaderelection.it.scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.leaderelection.it.apiserver.Awaiting;
import io.leaderelection.it.apiserver.LeaseHistory;
import io.leaderelection.lock.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The seals that our electors put on one Lease, and what must hold of them whatever happened: their tokens never fall, and
 * rise with each new term. States without a seal that fits were written or edited by others, and say nothing.
 */
public final class SealHistory {

    /** One state that an elector of ours wrote; a term is told by who leads, and by the number that it has. */
    private record State(Seal seal, int transitions) {

        boolean isOfTheTermOf(State earlier) {
            return seal.incarnation().equals(earlier.seal.incarnation())
                    && transitions == earlier.transitions
                    && (seal.released() || !earlier.seal.released());
        }
    }

    private final List<State> states;

    SealHistory(List<LeaseHistory.Entry> entries) {
        states = entries.stream().flatMap(entry -> read(entry).stream()).toList();
    }

    /** The history of a Lease once it has come as far as that of its processes. */
    public static SealHistory asFarAs(History processes, LeaseHistory lease, Duration patience) {
        return asFarAs(
                processes.tokens().stream().mapToLong(Long::longValue).max().orElse(0), lease, patience);
    }

    /** The history of a Lease once it has come as far as that token. */
    public static SealHistory asFarAs(long token, LeaseHistory lease, Duration patience) {
        Awaiting.until(
                "the Lease with token " + token,
                patience,
                () -> new SealHistory(lease.entries()).highestToken() >= token);
        return new SealHistory(lease.entries());
    }

    /** When, by its own word, a leader with a lower token last wrote. */
    public Instant lastRenewalBelow(long token) {
        return states.stream()
                .map(State::seal)
                .filter(seal -> seal.token() < token)
                .map(Seal::renewed)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Everything that is wrong with this history; empty if nothing is. */
    public List<String> violations() {
        List<String> violations = new ArrayList<>();
        State before = null;
        long highest = 0;
        for (State state : states) {
            long token = state.seal.token();
            if (token < highest) {
                violations.add("token below " + highest + ": " + state);
            } else if (before != null && token == highest && !state.isOfTheTermOf(before)) {
                violations.add("another term with the token of " + before + ": " + state);
            }
            highest = Math.max(highest, token);
            before = state;
        }
        return violations;
    }

    /** The highest token so far, 0 before the first. */
    long highestToken() {
        return states.stream().mapToLong(state -> state.seal.token()).max().orElse(0);
    }

    private static Optional<State> read(LeaseHistory.Entry entry) {
        JsonObject spec = child(entry.lease(), "spec");
        JsonObject annotations = child(child(entry.lease(), "metadata"), "annotations");
        return Seal.parse(text(annotations, Seal.ANNOTATION))
                .filter(seal -> fits(seal, spec))
                .map(seal -> new State(seal, spec.get("leaseTransitions").getAsInt()));
    }

    private static boolean fits(Seal seal, JsonObject spec) {
        String renewed = text(spec, "renewTime");
        return Objects.equals(seal.holder(), text(spec, "holderIdentity"))
                && renewed != null
                && seal.renewed().equals(Instant.parse(renewed))
                && spec.has("leaseTransitions")
                && seal.token() <= Seal.HIGHEST_TOKEN;
    }

    private static JsonObject child(JsonObject parent, String name) {
        return parent.has(name) ? parent.getAsJsonObject(name) : new JsonObject();
    }

    private static @Nullable String text(JsonObject parent, String name) {
        JsonElement value = parent.get(name);
        return value == null ? null : value.getAsString();
    }
}
