package io.leaderelection.it.clientgo;

/**
 * One line of the client-go elector's output.
 *
 * @param kind {@code started}, {@code stopped} or {@code leader}
 * @param nanos when, by the clock behind {@link System#nanoTime} on Linux
 * @param leader the leader that was seen, empty for the other kinds
 */
public record ClientGoEvent(String kind, long nanos, String leader) {

    static ClientGoEvent parse(String line) {
        String[] words = line.split(" ", 3);
        String leader = words.length < 3 ? "" : words[2].substring(1, words[2].length() - 1);
        return new ClientGoEvent(words[0], Long.parseLong(words[1]), leader);
    }
}
