package io.leaderelection.elector.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Virtual time in which no message arrives and no alarm rings by itself. Messages may arrive at any time, in any order, or
 * never; alarms are never early, but may be late by any time. A message is late once time has passed without it.
 */
final class OpenTime extends VirtualTime {

    private record Ring(long due, Node node, BooleanSupplier wanted, Runnable alarm) {}

    private final List<Message> onTime = new ArrayList<>();
    private final List<Message> late = new ArrayList<>();
    private final List<Ring> rings = new ArrayList<>();

    @Override
    void deliver(long delay, Message message) {
        if (message.kind() == Message.Kind.WATCH) {
            at(now(), message.arrival());
        } else {
            onTime.add(message);
        }
    }

    @Override
    void ring(long delay, Node node, BooleanSupplier wanted, Runnable alarm) {
        rings.add(new Ring(now() + delay, node, wanted, alarm));
    }

    /** The messages from whose arrival anything can come. */
    List<Message> underWay() {
        List<Message> all = new ArrayList<>(onTime());
        late.removeIf(message -> !message.isWanted());
        all.addAll(late);
        return all;
    }

    /** Those of them that are not late. */
    List<Message> onTime() {
        onTime.removeIf(message -> !message.isWanted());
        return onTime;
    }

    /** Has a message arrive: returns what happens. */
    Runnable arrivalOf(Message message) {
        onTime.remove(message);
        late.remove(message);
        return message.arrival();
    }

    /** When the first alarm of a node is, or was, due. */
    OptionalLong dueOf(Node node) {
        rings.removeIf(ring -> !ring.wanted().getAsBoolean());
        return rings.stream()
                .filter(ring -> ring.node() == node)
                .mapToLong(Ring::due)
                .min();
    }

    /** Has the first alarm of a node ring; returns what happens. */
    Runnable alarmOf(Node node) {
        Ring first = rings.stream()
                .filter(ring -> ring.node() == node)
                .min(Comparator.comparingLong(Ring::due))
                .orElseThrow();
        rings.remove(first);
        return first.alarm();
    }

    /** What has not arrived by now is late. */
    void leaveBehind() {
        late.addAll(onTime);
        onTime.clear();
    }
}
