package io.leaderelection.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.Leadership.Role;
import io.leaderelection.ShardGroup;
import io.leaderelection.test.LeaderElectionTest;
import io.leaderelection.test.LeadershipSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the sample does for the shards that it owns, at the command of the test kit's switch. */
@SpringBootTest(properties = "sample.interval=1h")
@ActiveProfiles("shards")
@LeaderElectionTest(startAs = Role.FOLLOWER)
class ShardWorkTests {

    @TempDir
    private static Path directory;

    @Autowired
    private ShardGroup orders;

    @Autowired
    private ShardWriter writer;

    @DynamicPropertySource
    static void ledger(DynamicPropertyRegistry properties) {
        properties.add("sample.ledger", () -> directory.resolve("ledger"));
    }

    @BeforeEach
    void ownTwo(LeadershipSwitch leadership) throws IOException {
        for (int shard = 0; shard < orders.shards(); shard++) {
            leadership.shard("orders", shard).revoke();
            Files.deleteIfExists(ledger(shard));
        }
        leadership.shard("orders", 3).grant();
        leadership.shard("orders", 5).grant();
    }

    @Test
    void eachOwnedShardIsWrittenWithItsOwnToken() throws IOException {
        writer.write();

        assertThat(orders.shards()).isEqualTo(12);
        assertThat(lines(3)).singleElement().asString().contains(" orders-3 ").endsWith("token=" + token(3));
        assertThat(lines(5)).singleElement().asString().contains(" orders-5 ").endsWith("token=" + token(5));
        assertThat(lines(4)).isEmpty();
    }

    @Test
    void aShardThatHasGoneIsNotWritten(LeadershipSwitch leadership) throws IOException {
        leadership.shard("orders", 3).revoke();
        writer.write();

        assertThat(lines(3)).isEmpty();
        assertThat(lines(5)).hasSize(1);
    }

    @Test
    void theLedgerOfEachShardRefusesWhatComesAfterALaterOwner() throws IOException {
        new Ledger(ledger(3)).append("of a later owner", token(3) + 1);
        writer.write();

        assertThat(lines(3)).containsExactly("of a later owner");
        assertThat(lines(5)).hasSize(1);
    }

    private long token(int shard) {
        return orders.election(shard).leadership().fencingToken();
    }

    private static List<String> lines(int shard) throws IOException {
        return Files.exists(ledger(shard)) ? Files.readAllLines(ledger(shard)) : List.of();
    }

    private static Path ledger(int shard) {
        return directory.resolve("ledger-orders-" + shard);
    }
}
