package io.leaderelection.lock.kubernetes.announce;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the leading pod is marked with; other pods do not have it.
 *
 * @param label a label; {@code null} for none
 * @param deletionCost whether with the highest deletion cost
 */
public record PodMarks(@Nullable PodLabel label, boolean deletionCost) {

    /** The marks for people, such as {@code label example.com/leader and deletion cost}. */
    @Override
    public String toString() {
        List<String> marks = new ArrayList<>();
        if (label != null) {
            marks.add("label " + label.key());
        }
        if (deletionCost) {
            marks.add("deletion cost");
        }
        return String.join(" and ", marks);
    }
}
