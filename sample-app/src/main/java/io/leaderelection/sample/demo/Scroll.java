package io.leaderelection.sample.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest of things that happened, each under the number of the change that brought it. */
final class Scroll<T> {

    private final int memory;
    private final Deque<Numbered<T>> entries = new ArrayDeque<>();

    Scroll(int memory) {
        this.memory = memory;
    }

    void add(long change, T entry) {
        if (entries.size() == memory) {
            entries.removeFirst();
        }
        entries.addLast(new Numbered<>(change, entry));
    }

    /** What came after that change. */
    List<T> after(long change) {
        return entries.stream()
                .filter(each -> each.change() > change)
                .map(Numbered::entry)
                .toList();
    }

    private record Numbered<T>(long change, T entry) {}
}
