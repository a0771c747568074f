package io.leaderelection.elector.simulation;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Virtual time: what is going to happen, in order of time and, at one instant, in the order in which it was planned. */
public class VirtualTime {

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
    public final long now() {
        return now;
    }

    public final void at(long time, Runnable action) {
        events.add(new Event(Math.max(time, now), planned++, action));
    }

    public final void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    /** Something is sent that takes this long. */
    public void deliver(long delay, Message message) {
        after(delay, message.arrival());
    }

    /**
     * A timer is set.
     *
     * @param wanted whether anything would come of it at present
     */
    public void ring(long delay, Participant whose, BooleanSupplier wanted, Runnable alarm) {
        after(delay, alarm);
    }

    /** Whether something is planned up to this time. */
    public final boolean hasEventUntil(long end) {
        Event next = events.peek();
        return next != null && next.at() <= end;
    }

    /** Moves on to the next event and returns what is to be done. */
    public final Runnable advance() {
        Event next = events.remove();
        now = next.at();
        return next.action();
    }

    /** Lets time pass in which nothing is planned. */
    public final void passUntil(long time) {
        now = Math.max(now, time);
    }
}
