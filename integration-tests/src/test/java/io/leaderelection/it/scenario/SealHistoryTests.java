package io.leaderelection.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.leaderelection.it.apiserver.LeaseHistory;
import io.leaderelection.lock.Seal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker finds what it is there to find, and leaves alone what others wrote. */
class SealHistoryTests {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00.250Z");

    @Test
    void acceptsTokensThatRiseWithEachTerm() {
        assertThat(violations(held("a", 1, 5), held("a", 1, 5), released("a", 1, 5), held("b", 2, 9), held("b", 3, 12)))
                .isEmpty();
    }

    @Test
    void findsATokenThatFell() {
        assertThat(violations(held("a", 1, 9), held("b", 2, 5)))
                .singleElement()
                .asString()
                .contains("token below 9", "token=5");
    }

    @Test
    void findsATokenThatFellAfterForeignStates() {
        assertThat(violations(held("a", 1, 9), new JsonObject(), edited("thief"), held("b", 4, 5)))
                .hasSize(1);
    }

    @Test
    void findsATokenThatFellWithinATerm() {
        assertThat(violations(held("a", 1, 9), held("a", 1, 8))).hasSize(1);
    }

    @Test
    void findsOneTokenInTwoTerms() {
        assertThat(violations(held("a", 1, 5), held("b", 2, 5)))
                .singleElement()
                .asString()
                .contains("another term");
        assertThat(violations(held("a", 1, 5), held("a", 2, 5))).hasSize(1);
        assertThat(violations(held("a", 1, 5), released("a", 1, 5), held("a", 1, 5)))
                .hasSize(1);
    }

    @Test
    void skipsWhatOthersWroteAndKnowsTheHighestToken() {
        SealHistory history = new SealHistory(
                entries(held("a", 1, 5), edited("thief"), held("x", 2, Seal.HIGHEST_TOKEN + 1), held("b", 2, 7)));

        assertThat(history.violations()).isEmpty();
        assertThat(history.highestToken()).isEqualTo(7);
    }

    private static JsonObject held(String incarnation, int transitions, long token) {
        return lease(seal(incarnation, token, false), incarnation, transitions);
    }

    private static JsonObject released(String incarnation, int transitions, long token) {
        return lease(seal(incarnation, token, true), null, transitions);
    }

    /** A state that still carries the seal of another holder, with a token that would be wrong. */
    private static JsonObject edited(String holder) {
        return lease(seal("a", 1, false), holder, 3);
    }

    private static Seal seal(String incarnation, long token, boolean released) {
        return new Seal(incarnation, 1, "process", token, released, released ? null : incarnation, NOW, null, null);
    }

    private static JsonObject lease(Seal seal, @Nullable String holder, int transitions) {
        JsonObject annotations = new JsonObject();
        annotations.addProperty(Seal.ANNOTATION, seal.toText());
        JsonObject metadata = new JsonObject();
        metadata.add("annotations", annotations);
        JsonObject spec = new JsonObject();
        if (holder != null) {
            spec.addProperty("holderIdentity", holder);
        }
        spec.addProperty("renewTime", "2026-01-02T12:00:00.250000Z");
        spec.addProperty("leaseTransitions", transitions);
        JsonObject lease = new JsonObject();
        lease.add("metadata", metadata);
        lease.add("spec", spec);
        return lease;
    }

    private static List<String> violations(JsonObject... leases) {
        return new SealHistory(entries(leases)).violations();
    }

    private static List<LeaseHistory.Entry> entries(JsonObject... leases) {
        return Stream.of(leases)
                .map(lease -> new LeaseHistory.Entry(0, "MODIFIED", lease))
                .toList();
    }
}
