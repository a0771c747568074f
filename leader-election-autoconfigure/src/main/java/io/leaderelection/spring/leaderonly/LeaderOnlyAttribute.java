package io.leaderelection.spring.leaderonly;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import java.lang.reflect.AnnotatedElement;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * What {@link LeaderOnly} says about one method or type.
 *
 * @param election name of the election as written, which may hold placeholders; empty for the default election
 * @param otherwise what a caller gets on other instances
 * @param interrupt whether running calls are interrupted at the end of their term
 * @param runOnGrant whether the method also runs when leadership is granted
 */
record LeaderOnlyAttribute(String election, Otherwise otherwise, boolean interrupt, boolean runOnGrant) {

    /** The attribute of a method or type, or of what it overrides, implements or extends; {@code null} if there is none. */
    static @Nullable LeaderOnlyAttribute on(AnnotatedElement element) {
        MergedAnnotation<LeaderOnly> annotation =
                MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).get(LeaderOnly.class);
        return annotation.isPresent()
                ? new LeaderOnlyAttribute(
                        annotation.getString("election"),
                        annotation.getEnum("otherwise", Otherwise.class),
                        annotation.getBoolean("interrupt"),
                        annotation.getBoolean("runOnGrant"))
                : null;
    }

    /** A method's own attribute, completed by that of its type. */
    LeaderOnlyAttribute over(@Nullable LeaderOnlyAttribute type) {
        return type == null
                ? this
                : new LeaderOnlyAttribute(
                        election.isEmpty() ? type.election : election,
                        otherwise == Otherwise.DEFAULT ? type.otherwise : otherwise,
                        interrupt,
                        runOnGrant);
    }

    /** The same for a method that answers requests, which must not answer for work that was not done. */
    LeaderOnlyAttribute throwing() {
        return new LeaderOnlyAttribute(election, Otherwise.THROW, interrupt, runOnGrant);
    }
}
