package io.leaderelection.elector.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Virtual time in which no message arrives and no alarm rings by itself. Messages may arrive at any time, in any order, or
 * never; alarms are never early, but may be late by any time. A message is late once time has passed without it.
 */
public final class OpenTime extends VirtualTime {

    private record Ring(long due, Participant whose, BooleanSupplier wanted, Runnable alarm) {}

    private final List<Message> onTime = new ArrayList<>();
    private final List<Message> late = new ArrayList<>();
    private final List<Ring> rings = new ArrayList<>();

    @Override
    public void deliver(long delay, Message message) {
        if (message.kind() == Message.Kind.WATCH) {
            at(now(), message.arrival());
        } else {
            onTime.add(message);
        }
    }

    @Override
    public void ring(long delay, Participant whose, BooleanSupplier wanted, Runnable alarm) {
        rings.add(new Ring(now() + delay, whose, wanted, alarm));
    }

    /** The messages that may arrive next, and from whose arrival anything can come. */
    public List<Message> underWay() {
        late.removeIf(message -> !message.isWanted());
        return Stream.concat(onTime().stream(), late.stream())
                .filter(message -> message.isHeard() && !isBehindAnother(message))
                .toList();
    }

    private boolean isBehindAnother(Message message) {
        return message.kind() == Message.Kind.NEXT_NEWS
                && Stream.concat(late.stream(), onTime.stream())
                                .filter(other -> other.about() == message.about())
                                .findFirst()
                                .orElseThrow()
                        != message;
    }

    /** Those that are not late. */
    private List<Message> onTime() {
        onTime.removeIf(message -> !message.isWanted());
        return onTime;
    }

    /** How many messages are late if time passes now. */
    int lateNext() {
        return (int) onTime().stream().filter(Message::isHeard).count();
    }

    /** Has a message arrive: returns what happens. */
    public Runnable arrivalOf(Message message) {
        onTime.remove(message);
        late.remove(message);
        return message.arrival();
    }

    /** When the first alarm of a participant is, or was, due. */
    public OptionalLong dueOf(Participant whose) {
        rings.removeIf(ring -> !ring.wanted().getAsBoolean());
        return rings.stream()
                .filter(ring -> ring.whose() == whose)
                .mapToLong(Ring::due)
                .min();
    }

    /** Has the first alarm of a participant ring; returns what happens. */
    public Runnable alarmOf(Participant whose) {
        Ring first = rings.stream()
                .filter(ring -> ring.whose() == whose)
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
