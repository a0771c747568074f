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
 * @param group name of the group whose shards the work belongs to, as written; empty if it belongs to an election
 * @param key expression that tells the key of a call; empty if the work is done for each owned shard
 * @param otherwise what a caller gets on other instances
 * @param interrupt whether running calls are interrupted at the end of their term
 * @param runOnGrant whether the method also runs when leadership is granted
 */
record LeaderOnlyAttribute(
        String election, String group, String key, Otherwise otherwise, boolean interrupt, boolean runOnGrant) {

    /** Of work that belongs to an election. */
    LeaderOnlyAttribute(String election, Otherwise otherwise, boolean interrupt, boolean runOnGrant) {
        this(election, "", "", otherwise, interrupt, runOnGrant);
    }

    /** Whether it names a group. */
    boolean isOfGroup() {
        return !group.isEmpty();
    }

    /** Whether the method runs once for each owned shard. */
    boolean isForEachShard() {
        return isOfGroup() && key.isEmpty();
    }

    /** The attribute of a method or type, or of what it overrides, implements or extends; {@code null} if there is none. */
    static @Nullable LeaderOnlyAttribute on(AnnotatedElement element) {
        MergedAnnotation<LeaderOnly> annotation =
                MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).get(LeaderOnly.class);
        return annotation.isPresent()
                ? new LeaderOnlyAttribute(
                        annotation.getString("election"),
                        annotation.getString("group"),
                        annotation.getString("key"),
                        annotation.getEnum("otherwise", Otherwise.class),
                        annotation.getBoolean("interrupt"),
                        annotation.getBoolean("runOnGrant"))
                : null;
    }

    /** A method's own attribute, completed by that of its type. */
    LeaderOnlyAttribute over(@Nullable LeaderOnlyAttribute type) {
        if (type == null) {
            return this;
        }
        boolean saysWhose = !election.isEmpty() || isOfGroup();
        return new LeaderOnlyAttribute(
                saysWhose ? election : type.election,
                saysWhose ? group : type.group,
                key.isEmpty() && !saysWhose ? type.key : key,
                otherwise == Otherwise.DEFAULT ? type.otherwise : otherwise,
                interrupt,
                runOnGrant);
    }

    /** The same for a method that answers requests, which must not answer for work that was not done. */
    LeaderOnlyAttribute throwing() {
        return new LeaderOnlyAttribute(election, group, key, Otherwise.THROW, interrupt, runOnGrant);
    }
}
