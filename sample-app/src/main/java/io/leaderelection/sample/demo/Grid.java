package io.leaderelection.sample.demo;

import io.leaderelection.sample.demo.View.ShardView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shards of the sample's group, put together from what the replicas tell: who owns each, and how they moved. Not safe
 * for use by several threads.
 */
final class Grid {

    /** As in the sample's {@code application-shards.yml}. */
    static final String GROUP = "orders";

    /** As there. */
    static final int SHARDS = 12;

    /** By the names of their elections. */
    private final Map<String, Chronicle> shards = new LinkedHashMap<>();

    /** Until when the gates of a replica's shards may stay open: as long as its seat holds. */
    private final Map<String, Long> deadlines = new HashMap<>();

    Grid() {
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.put(GROUP + "-" + shard, new Chronicle());
        }
    }

    /**
     * Takes in what a replica tells.
     *
     * @return whether it is about the group
     */
    boolean hear(Report report) {
        Chronicle told = shards.get(report.election());
        if (told != null) {
            told.hear(report);
        } else if (report.kind().equals("seat")) {
            long timeLeft = Long.parseLong(report.details().get(0));
            deadlines.put(report.replica(), report.nanos() + timeLeft);
        } else {
            return false;
        }
        Long deadline = deadlines.get(report.replica());
        if (deadline != null) {
            shards.values().forEach(shard -> shard.promise(report.replica(), deadline));
        }
        return true;
    }

    /** The replica was killed at that time, and was alive until then. */
    void killed(String replica, long nanos) {
        shards.values().forEach(shard -> shard.killed(replica, nanos));
    }

    /** The replica's process has ended. */
    void gone(String replica) {
        deadlines.remove(replica);
        shards.values().forEach(shard -> shard.gone(replica));
    }

    /** All shards in their order. */
    List<ShardView> view(Board board, long now) {
        List<ShardView> views = new ArrayList<>();
        for (Chronicle shard : shards.values()) {
            views.add(view(views.size(), shard, board, now));
        }
        return views;
    }

    private static ShardView view(int number, Chronicle shard, Board board, long now) {
        List<Term> terms = shard.terms();
        int last = terms.size() - 1;
        if (last < 0) {
            return new ShardView(number, false, "", "", "", 0, 0, 0);
        }
        Term term = terms.get(last);
        int moves = 0;
        for (int place = 1; place <= last; place++) {
            moves += isMove(terms, place) ? 1 : 0;
        }
        return new ShardView(
                number,
                term.isOpen() && term.end(now) == now,
                term.replica(),
                Long.toString(term.token()),
                isMove(terms, last) ? terms.get(last - 1).replica() : "",
                board.ms(term.begin()),
                shard.gapBefore(last) / 1e6,
                moves);
    }

    private static boolean isMove(List<Term> terms, int place) {
        return place > 0
                && !terms.get(place).replica().equals(terms.get(place - 1).replica());
    }
}
