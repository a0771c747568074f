package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * What {@link LeaderOnly} says about one method.
 *
 * @param election name of the election as written, which may hold placeholders; empty for the default election
 * @param otherwise what a caller gets on other instances
 * @param interrupt whether running calls are interrupted at the end of their term
 * @param runOnGrant whether the method also runs when leadership is granted
 */
record GateRule(String election, Otherwise otherwise, boolean interrupt, boolean runOnGrant) {

    static GateRule of(MergedAnnotation<LeaderOnly> annotation) {
        return new GateRule(
                annotation.getString("election"),
                annotation.getEnum("otherwise", Otherwise.class),
                annotation.getBoolean("interrupt"),
                annotation.getBoolean("runOnGrant"));
    }

    /** What the method says itself; where it says nothing, what its type says. */
    GateRule over(GateRule type) {
        return new GateRule(
                election.isEmpty() ? type.election : election,
                otherwise == Otherwise.DEFAULT ? type.otherwise : otherwise,
                interrupt,
                runOnGrant);
    }

    /** The same for a method that answers requests: an answer on another instance has to say that it is none. */
    GateRule throwing() {
        return new GateRule(election, Otherwise.THROW, interrupt, runOnGrant);
    }
}
