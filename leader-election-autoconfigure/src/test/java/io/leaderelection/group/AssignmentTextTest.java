package io.leaderelection.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderelection.group.Assignment.Shape;
import io.leaderelection.group.Member.Phase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTextTest {

    /** As docs/record.md shows it. */
    static final String TEXT = "v1;number=4711;begun=4700;shards=4;seats=3;hash=fnv1a32;unknown=2"
            + ";m0.token=4690;m0.phase=settled;m0.joined=4701;m0.capacity=1;m0.identity=orders-7d9c-x2x4p"
            + ";m0.address=http%3A%2F%2F10.0.0.7%3A8080;m0.revision=7d9c"
            + ";m1.token=4705;m1.phase=new;m1.joined=4711;m1.capacity=2;m1.identity=orders-8f7e-k3f9z"
            + ";owners=0-3mg.0-3mg-1.1-3mv._-0";

    private static final Assignment WRITTEN = Assignment.unknown(new Shape(4, 3, "fnv1a32"), 4700)
            .with(4711, draft -> {
                draft.unknown.remove(0);
                draft.unknown.remove(1);
                draft.members.put(
                        0,
                        new Member(
                                0, 4690, Phase.SETTLED, 4701, 1, "orders-7d9c-x2x4p", "http://10.0.0.7:8080", "7d9c"));
                draft.members.put(1, new Member(1, 4705, Phase.NEW, 4711, 2, "orders-8f7e-k3f9z", null, null));
                draft.owners[0] = 0;
                draft.tokens[0] = 4696;
                draft.owners[1] = 0;
                draft.tokens[1] = 4696;
                draft.targets[1] = 1;
                draft.grant(2, draft.members.get(1));
            });

    @Test
    void isWrittenAsThisText() {
        assertThat(AssignmentText.write(WRITTEN)).isEqualTo(TEXT);
    }

    @Test
    void isWhatThePageShows() {
        assertThat(Path.of("..", "docs", "record.md")).content().contains("\n" + TEXT + "\n");
    }

    @Test
    void isReadFromItsText() {
        Assignment read = AssignmentText.read(TEXT).orElseThrow();

        assertThat(AssignmentText.write(read)).isEqualTo(TEXT);
        assertThat(read.member(0, 4690)).isNotNull();
        assertThat(read.member(0, 4691)).isNull();
        assertThat(read.owner(1)).isZero();
        assertThat(read.target(1)).isEqualTo(1);
        assertThat(read.token(2)).isEqualTo(4711);
        assertThat(read.owner(3)).isEqualTo(Assignment.NOBODY);
        assertThat(read.unknown()).containsExactly(2);
    }

    @Test
    void everyPieceOfATextIsDamaged() {
        for (int length = 0; length < TEXT.length(); length++) {
            String piece = TEXT.substring(0, length);
            if (piece.startsWith("v1;")) {
                assertThatThrownBy(() -> AssignmentText.read(piece))
                        .as(piece)
                        .isInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(AssignmentText.read(piece)).as(piece).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seats=300",
                "seats=0",
                "shards=5",
                "shards=-1",
                "shards=99999999",
                "number=-1",
                "number=x",
                "unknown=3",
                "unknown=-1",
                "m0.phase=gone",
                "m0.capacity=0",
                "owners=2-1._-0._-0._-0",
                "owners=0-1.0-1.0-1",
                "owners=0-3mx.0-3mg.1-3mv._-0",
                "owners=0-1-9.0-1.0-1.0-1",
                "owners=0.0.0.0",
                "m0.identity=%zz"
            })
    void whatMakesNoSenseIsDamage(String pair) {
        String key = pair.substring(0, pair.indexOf('=') + 1);
        String damaged = TEXT.replaceAll("(?<=;)" + key.replace(".", "\\.") + "[^;]*", pair);

        assertThat(damaged).isNotEqualTo(TEXT);
        assertThatThrownBy(() -> AssignmentText.read(damaged)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownKeysAreIgnoredAndOtherVersionsNotRead() {
        assertThat(AssignmentText.read(TEXT + ";later=1")).isPresent();
        assertThat(AssignmentText.read(TEXT.replaceFirst("v1", "v2"))).isEmpty();
        assertThat(AssignmentText.read(null)).isEmpty();
    }

    @Test
    void theLargestGroupFitsIntoALease() {
        Assignment largest = Assignment.unknown(new Shape(4_096, 256, "fnv1a32"), 1)
                .with(999_999_999, draft -> {
                    draft.unknown.clear();
                    for (int seat = 0; seat < 64; seat++) {
                        draft.members.put(
                                seat,
                                new Member(
                                        seat,
                                        999_999_000,
                                        Phase.SETTLED,
                                        1,
                                        1,
                                        "a-deployment-of-some-length-7d9c5b8f4d-x2x4p",
                                        "http://10.100.200.123:8080",
                                        "7d9c5b8f4d"));
                    }
                    for (int shard = 0; shard < 4_096; shard++) {
                        draft.grant(shard, draft.members.get(shard % 64));
                        draft.targets[shard] = (shard + 1) % 64;
                    }
                });

        // An object's annotations may have 256 KiB together.
        assertThat(AssignmentText.write(largest)).hasSizeLessThan(100_000);
    }
}
