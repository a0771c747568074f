package io.leaderelection.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The hash is a contract with databases and other languages: {@code docs/shards.md} has its test vectors. */
class ShardsPageTest {

    private static final Pattern VECTOR =
            Pattern.compile("^\\| `(.+)` \\| `([0-9a-f]{8})` \\| (\\d+) \\| (\\d+) \\|$", Pattern.MULTILINE);

    @Test
    void thePagesVectorsAreRight() throws IOException {
        List<MatchResult> vectors = VECTOR.matcher(Files.readString(Path.of("..", "docs", "shards.md")))
                .results()
                .toList();

        assertThat(vectors).hasSizeGreaterThan(3).allSatisfy(vector -> {
            int hash = KeyHash.of(vector.group(1));
            assertThat(Integer.toHexString(hash)).isEqualTo(vector.group(2));
            assertThat(Integer.remainderUnsigned(hash, 256)).hasToString(vector.group(3));
            assertThat(Integer.remainderUnsigned(hash, 12)).hasToString(vector.group(4));
        });
    }
}
