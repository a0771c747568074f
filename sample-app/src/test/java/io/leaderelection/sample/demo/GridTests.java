package io.leaderelection.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.sample.demo.View.ShardView;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTests {

    private final Grid grid = new Grid();
    private final Board board = new Board(story -> {});

    @Test
    void nobodyOwnsAShardAtFirst() {
        assertThat(grid.view(board, 0)).hasSize(12).noneMatch(ShardView::owned);
    }

    @Test
    void tellsWhoOwnsAShardAndHowItMoved() {
        hear("one", "orders-3", 1, 1_000_000, "granted");
        hear("one", "orders-3", 1, 5_000_000, "revoked", "RESIGNED");
        hear("two", "orders-3", 2, 28_000_000, "granted");

        ShardView shard = grid.view(board, 30_000_000).get(3);
        assertThat(shard.owned()).isTrue();
        assertThat(List.of(shard.owner(), shard.from(), shard.token())).containsExactly("two", "one", "2");
        assertThat(shard.gap()).isEqualTo(23);
        assertThat(shard.moves()).isOne();
    }

    @Test
    void aShardThatItsOwnerGetsAgainHasNotMoved() {
        hear("one", "orders-3", 1, 100, "granted");
        hear("one", "orders-3", 1, 200, "revoked", "DEADLINE");
        hear("one", "orders-3", 2, 300, "granted");

        ShardView shard = grid.view(board, 400).get(3);
        assertThat(shard.from()).isEmpty();
        assertThat(shard.moves()).isZero();
    }

    @Test
    void aSleeperOwnsItsShardsForAsLongAsItsSeatHolds() {
        hear("one", "orders", 7, 100, "seat", "400");
        hear("one", "orders-3", 1, 200, "granted");
        assertThat(grid.view(board, 499).get(3).owned()).isTrue();
        assertThat(grid.view(board, 501).get(3).owned()).isFalse();

        hear("two", "orders-3", 2, 800, "granted");
        hear("one", "orders-3", 1, 5000, "revoked", "DEADLINE");
        assertThat(grid.view(board, 5000).get(3).gap()).isEqualTo(300 / 1e6);
    }

    @Test
    void seesThatTwoOwnAShardAtOnce() {
        hear("one", "orders-3", 1, 100, "granted");
        hear("two", "orders-3", 2, 300, "granted");
        hear("one", "orders-3", 1, 340, "enter", "line");

        assertThat(grid.view(board, 400).get(3).gap()).isNegative();
    }

    @Test
    void aKilledReplicaOwnsNothing() {
        hear("one", "orders-3", 1, 100, "granted");
        hear("two", "orders-4", 1, 100, "granted");
        grid.killed("one", 200);
        grid.gone("one");

        assertThat(grid.view(board, 300).get(3).owned()).isFalse();
        assertThat(grid.view(board, 300).get(4).owned()).isTrue();
    }

    @Test
    void leavesToOthersWhatIsAboutTheLeader() {
        assertThat(grid.hear(new Report("one", 100, "granted", "sample", "nonce", 1, List.of("1"))))
                .isFalse();
    }

    private void hear(String replica, String election, long token, long nanos, String kind, String... details) {
        Report report = new Report(replica, nanos, kind, election, "nonce-of-" + replica, token, List.of(details));
        assertThat(grid.hear(report)).isTrue();
    }
}
