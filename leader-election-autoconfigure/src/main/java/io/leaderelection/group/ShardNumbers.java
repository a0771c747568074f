package io.leaderelection.group;

import java.util.List;
import java.util.StringJoiner;

/** Numbers of shards for people: ranges, and not too many of them. */
final class ShardNumbers {

    private static final int MOST_RANGES = 16;

    private ShardNumbers() {}

    /** The numbers, as in {@code 0-3, 7, 9-10}. */
    static String of(List<ShardSlot> slots) {
        List<Integer> numbers = slots.stream().map(ShardSlot::shard).sorted().toList();
        StringJoiner text = new StringJoiner(", ");
        int ranges = 0;
        for (int at = 0; at < numbers.size(); at++) {
            int from = numbers.get(at);
            while (at + 1 < numbers.size() && numbers.get(at + 1) == numbers.get(at) + 1) {
                at++;
            }
            if (ranges++ == MOST_RANGES) {
                return text.add("…").toString();
            }
            text.add(from == numbers.get(at) ? Integer.toString(from) : from + "-" + numbers.get(at));
        }
        return text.toString();
    }
}
