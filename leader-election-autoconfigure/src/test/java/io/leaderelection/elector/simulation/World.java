package io.leaderelection.elector.simulation;

import static io.leaderelection.elector.simulation.VirtualTime.MILLI;

import io.leaderelection.lock.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One schedule being played: time, the server, the nodes, what is wrong at the moment, and the oracles that watch. */
final class World {

    private static final StoreFailure REFUSAL = new StoreFailure(StoreFailure.Kind.UNREACHABLE, "connection refused");

    /** Hears no story. */
    static final Consumer<String> SILENCE = line -> {};

    private final Schedule schedule;
    private final Mutant mutant;
    private final ChoiceSource choices;
    private final VirtualTime time;
    private final Dice dice;
    private final Oracles oracles;
    private final SimServer server;
    private final SimPods pods;
    private final FencedStore fencedStore;
    private final List<Node> nodes = new ArrayList<>();
    private final Disturbances disturbances;
    private final Consumer<String> story;
    private @Nullable Violation found;
    private int held;
    private int newsHeld;

    /**
     * @param story told what happens, a line at a time
     */
    World(Schedule schedule, Mutant mutant, Consumer<String> story) {
        this(schedule, mutant, story, new RandomChoices());
    }

    /**
     * @param choices decides what the schedule leaves open
     */
    World(Schedule schedule, Mutant mutant, Consumer<String> story, ChoiceSource choices) {
        this.schedule = schedule;
        this.mutant = mutant;
        this.story = story;
        this.choices = choices;
        this.time = choices.time();
        this.dice = choices.dice(schedule.seed());
        this.disturbances = new Disturbances(this);
        this.oracles = new Oracles(this);
        this.server = new SimServer(dice.split(), oracles::changed);
        this.fencedStore = new FencedStore(this, dice.split());
        this.pods = new SimPods(choices.dice(31 * schedule.seed() + 7));
        List<NodePlan> plans = mutant.nodes(schedule.nodes());
        for (int i = 0; i < plans.size(); i++) {
            nodes.add(new Node(this, i, plans.get(i), dice.split(), new CallBudget(this)));
        }
    }

    /** Plays the schedule to its end. */
    void play() {
        nodes.forEach(node -> time.at(dice.between(0, 3_000 * MILLI), node::start));
        for (Fault fault : schedule.faults()) {
            time.at(fault.at(), () -> begin(fault));
        }
        playUntil(schedule.end());
        oracles.atEnd();
    }

    /** Plays everything that is planned up to a time. */
    void playUntil(long end) {
        while (time.hasEventUntil(end)) {
            happen(time.advance());
        }
    }

    /** Has something happen, under the eyes of the oracles. */
    void happen(Runnable event) {
        oracles.beforeEvent();
        event.run();
        oracles.afterEvent();
        if (found != null) {
            throw found;
        }
    }

    private void begin(Fault fault) {
        List<Node> struck = struckBy(fault);
        tell(() -> "begins: " + fault.kind() + " " + struck);
        disturbances.begin(fault, struck);
        struck.forEach(node -> fault.kind().begin(this, node, fault.parameter()));
        if (fault.kind() == FaultKind.RELABEL) {
            relabelAgain(fault);
        }
        time.at(fault.end(), () -> {
            struck.forEach(node -> fault.kind().end(this, node, fault.parameter()));
            disturbances.end(fault, struck);
            tell(() -> "ended: " + fault.kind() + " " + struck);
        });
    }

    private void relabelAgain(Fault fault) {
        long next = time.now() + Math.max(1, fault.parameter()) * MILLI;
        if (next <= fault.end()) {
            time.at(next, () -> {
                fault.kind().begin(this, nodes.get(0), fault.parameter());
                relabelAgain(fault);
            });
        }
    }

    /** The nodes that a fault strikes. One that strikes the server is begun once, at any node. */
    private List<Node> struckBy(Fault fault) {
        if (fault.target() >= 0) {
            return List.of(nodes.get(fault.target() % nodes.size()));
        } else if (fault.target() == Fault.ALL) {
            return disturbances.strikesServer(fault.kind()) ? List.of(nodes.get(0)) : List.copyOf(nodes);
        }
        List<Node> fitting = nodes.stream()
                .filter(node -> node.isOpen() == (fault.target() == Fault.LEADER))
                .toList();
        return List.of(dice.oneOf(fitting.isEmpty() ? nodes : fitting));
    }

    /** Has something arrive later, whatever becomes of its sender. Until then the world is not calm. */
    void hold(long delay, Runnable arrival) {
        held++;
        time.after(delay, () -> arrive(arrival));
    }

    /** The same for news. */
    void hold(long delay, Message message) {
        newsHeld++;
        time.deliver(delay, message.arriving(() -> {
            newsHeld--;
            message.arrival().run();
        }));
    }

    private void arrive(Runnable arrival) {
        held--;
        arrival.run();
    }

    /** Keeps what an oracle has found, for the product catches what its store and its listeners throw. */
    Violation found(Violation violation) {
        if (found == null) {
            found = violation;
        }
        return violation;
    }

    /** Whether anything is on its way but requests, their answers, and news. */
    boolean isHolding() {
        return held > 0;
    }

    boolean isHoldingNews() {
        return newsHeld > 0;
    }

    /** A way works again; half of the watches on it have noticed the break, the others have just missed something. */
    void healed(Node node) {
        if (dice.chance(0.5)) {
            breakWatches(node);
        }
    }

    void breakWatches(Node node) {
        server.breakWatchesOf(node);
        pods.breakWatchesOf(node);
    }

    void tell(Supplier<String> line) {
        if (story != SILENCE) {
            story.accept("%10.4f  %s".formatted((double) time.now() / VirtualTime.SECOND, line.get()));
        }
    }

    StoreFailure refusal() {
        return REFUSAL;
    }

    ChoiceSource choices() {
        return choices;
    }

    VirtualTime time() {
        return time;
    }

    SimServer server() {
        return server;
    }

    SimPods pods() {
        return pods;
    }

    FencedStore fencedStore() {
        return fencedStore;
    }

    Oracles oracles() {
        return oracles;
    }

    Disturbances disturbances() {
        return disturbances;
    }

    List<Node> nodes() {
        return nodes;
    }

    Schedule schedule() {
        return schedule;
    }

    Mutant mutant() {
        return mutant;
    }

    /** Plays a schedule and tells what was violated, if anything. */
    static @Nullable Violation play(Schedule schedule, Mutant mutant) {
        return play(schedule, mutant, SILENCE);
    }

    static @Nullable Violation play(Schedule schedule, Mutant mutant, Consumer<String> story) {
        try {
            new World(schedule, mutant, story).play();
            return null;
        } catch (Violation violation) {
            return violation;
        } catch (RuntimeException | Error thrown) {
            return new Violation(thrown);
        }
    }
}
