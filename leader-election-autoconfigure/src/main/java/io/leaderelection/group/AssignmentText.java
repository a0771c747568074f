package io.leaderelection.group;

import io.leaderelection.group.Assignment.Shape;
import io.leaderelection.group.Member.Phase;
import io.leaderelection.lock.AnnotationText;
import io.leaderelection.lock.Seal;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The text of an assignment, as {@code docs/record.md} has it: some ten bytes a shard. Owners and targets are numbers of
 * seats, {@code _} stands for nobody; all these numbers and tokens are in base 36.
 */
final class AssignmentText {

    /** Most shards of a group: with the longest tokens, their text is some 100 KB of the 256 KB that annotations may have. */
    static final int MOST_SHARDS = 4_096;

    /** Most seats of a group. */
    static final int MOST_SEATS = 256;

    private static final int BASE = Character.MAX_RADIX;
    private static final String NOBODY = "_";

    private AssignmentText() {}

    /** The text, as {@link #read} reads it. */
    static String write(Assignment assignment) {
        AnnotationText text = AnnotationText.empty()
                .with("number", Long.toString(assignment.number()))
                .with("begun", Long.toString(assignment.begun()))
                .with("shards", Integer.toString(assignment.shape().shards()))
                .with("seats", Integer.toString(assignment.shape().seats()))
                .with("hash", assignment.shape().hash())
                .with("restored", assignment.isRestored() ? "true" : null);
        if (!assignment.unknown().isEmpty()) {
            StringJoiner unknown = new StringJoiner(".");
            assignment.unknown().forEach(seat -> unknown.add(Integer.toString(seat)));
            text.with("unknown", unknown.toString());
        }
        assignment.members().values().forEach(member -> write(member, text));
        StringJoiner shards = new StringJoiner(".");
        for (int shard = 0; shard < assignment.shape().shards(); shard++) {
            shards.add(shard(assignment, shard));
        }
        return text.with("owners", shards.toString()).toString();
    }

    private static void write(Member member, AnnotationText text) {
        String key = "m" + member.seat() + ".";
        text.with(key + "token", Long.toString(member.token()))
                .with(key + "phase", member.phase().name().toLowerCase(Locale.ROOT))
                .with(key + "joined", Long.toString(member.joined()))
                .with(key + "capacity", Integer.toString(member.capacity()))
                .with(key + "identity", member.identity())
                .with(key + "address", member.address())
                .with(key + "revision", member.revision());
    }

    private static String shard(Assignment assignment, int shard) {
        String owner = seat(assignment.owner(shard));
        String token = Long.toString(assignment.token(shard), BASE);
        return assignment.isMoving(shard)
                ? owner + '-' + token + '-' + seat(assignment.target(shard))
                : owner + '-' + token;
    }

    private static String seat(int seat) {
        return seat == Assignment.NOBODY ? NOBODY : Integer.toString(seat, BASE);
    }

    /**
     * Reads a text; empty where there is none, or one of another version.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    static Optional<Assignment> read(@Nullable String text) {
        try {
            return AnnotationText.read(text).map(AssignmentText::read);
        } catch (NullPointerException | IndexOutOfBoundsException missing) {
            throw new IllegalArgumentException("The assignment is incomplete: " + missing.getMessage(), missing);
        }
    }

    private static Assignment read(AnnotationText text) {
        Shape shape = new Shape(
                between(1, MOST_SHARDS, text.required("shards")),
                between(1, MOST_SEATS, text.required("seats")),
                text.required("hash"));
        String[] shards = text.required("owners").split("\\.", -1);
        if (shards.length != shape.shards()) {
            throw new IllegalArgumentException(
                    "The assignment has %s owners for %s shards".formatted(shards.length, shape.shards()));
        }
        long number = token(text.required("number"), 10);
        return Assignment.unknown(shape, number).with(number, draft -> {
            draft.begun = token(text.required("begun"), 10);
            draft.restored = "true".equals(text.get("restored"));
            draft.unknown.clear();
            String unknown = text.get("unknown");
            if (unknown != null) {
                for (String seat : unknown.split("\\.")) {
                    draft.unknown.add(between(0, shape.seats() - 1, seat));
                }
            }
            for (int seat = 0; seat < shape.seats(); seat++) {
                if (text.get("m" + seat + ".token") != null) {
                    draft.members.put(seat, member(text, seat));
                }
            }
            for (int shard = 0; shard < shards.length; shard++) {
                read(draft, shard, shards[shard].split("-", -1));
            }
        });
    }

    private static Member member(AnnotationText text, int seat) {
        String key = "m" + seat + ".";
        return new Member(
                seat,
                token(text.required(key + "token"), 10),
                Phase.valueOf(text.required(key + "phase").toUpperCase(Locale.ROOT)),
                token(text.required(key + "joined"), 10),
                between(1, Placement.MOST_CAPACITY, text.required(key + "capacity")),
                text.required(key + "identity"),
                text.get(key + "address"),
                text.get(key + "revision"));
    }

    private static void read(Assignment.Draft draft, int shard, String[] parts) {
        draft.owners[shard] = seat(draft, parts[0]);
        draft.tokens[shard] = token(parts[1], BASE);
        draft.targets[shard] =
                parts.length > 2 ? between(0, draft.shape.seats() - 1, parts[2], BASE) : Assignment.NOBODY;
        if (draft.tokens[shard] > draft.number) {
            throw new IllegalArgumentException("Shard %s has a token above the assignment's number".formatted(shard));
        }
    }

    private static int seat(Assignment.Draft draft, String text) {
        if (text.equals(NOBODY)) {
            return Assignment.NOBODY;
        }
        int seat = between(0, draft.shape.seats() - 1, text, BASE);
        if (!draft.members.containsKey(seat)) {
            throw new IllegalArgumentException("Seat %s owns a shard and has no member".formatted(seat));
        }
        return seat;
    }

    private static int between(int least, int most, String text) {
        return between(least, most, text, 10);
    }

    private static int between(int least, int most, String text, int base) {
        int number = Integer.parseInt(text, base);
        if (number < least || number > most) {
            throw new IllegalArgumentException("%s is not between %s and %s".formatted(number, least, most));
        }
        return number;
    }

    private static long token(String text, int base) {
        long number = Long.parseLong(text, base);
        if (number < 0 || number > Seal.HIGHEST_TOKEN) {
            throw new IllegalArgumentException(text + " is no token of ours");
        }
        return number;
    }
}
