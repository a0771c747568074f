package io.leaderelection.elector.simulation;

import java.util.PriorityQueue;

/** Virtual time: what is going to happen, in order of time and, at one instant, in the order in which it was planned. */
final class VirtualTime {

    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>(256);
    private long now;
    private long planned;

    /** Nanoseconds since the schedule began. */
    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(time, now), planned++, action));
    }

    void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    /** Whether something is planned up to this time. */
    boolean hasEventUntil(long end) {
        Event next = events.peek();
        return next != null && next.at() <= end;
    }

    /** Moves on to the next event and returns what is to be done. */
    Runnable advance() {
        Event next = events.remove();
        now = next.at();
        return next.action();
    }
}
