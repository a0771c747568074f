package io.leaderelection.sample.demo;

import io.leaderelection.sample.demo.View.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The guided tour: presses the buttons itself, and tells what is to be seen. It expects three replicas or more. */
final class Tour {

    private final Room room;
    private final Duration pause;
    private final Consumer<Step> narrator;
    private final List<Scene> scenes = new ArrayList<>();

    /**
     * @param pause time to read what a scene says, before and after it is played
     * @param narrator told each step twice: before it is played, and with its outcome
     */
    Tour(Room room, Duration pause, Consumer<Step> narrator) {
        this.room = room;
        this.pause = pause;
        this.narrator = narrator;
        scenes.add(new Scene(
                "One of them leads",
                "All replicas are alike. One holds the lease and renews it: its ring refills. Only it writes to the"
                        + " ledger.",
                this::begin));
        scenes.add(new Scene(
                "The leader resigns",
                "It shuts its gate, ends its work, and releases the lease. Only then can another take it.",
                this::resign));
        scenes.add(new Scene(
                "Work is not torn apart",
                "The leader begins six seconds of work and resigns meanwhile. The lease is kept until that work has"
                        + " ended.",
                this::drain));
        scenes.add(new Scene(
                "The leader is killed",
                "No chance to tidy up. The others must find out by themselves, and share its shards, too.",
                this::kill));
        scenes.add(new Scene(
                "It comes back",
                "The dead replica is started again. Its name gives it no claim: it follows, and gets an even share of the"
                        + " shards.",
                this::restart));
        if (Freeze.isPossible()) {
            scenes.add(new Scene(
                    "The leader sleeps beyond its lease",
                    "It is paused in the middle of its work. Nobody may lead until its ring is empty.",
                    this::oversleep));
        }
        scenes.add(new Scene(
                "The leader loses the store",
                "It is cut off from the lease, but lives on and could go on working.",
                this::cutOff));
    }

    /** Plays the tour from the first scene to the last. */
    void play() throws IOException, InterruptedException {
        int number = 0;
        for (Scene scene : scenes) {
            Step step = new Step(++number, scenes.size(), scene.title(), scene.text(), "");
            narrator.accept(step);
            rest();
            String outcome = scene.act().play();
            narrator.accept(new Step(number, scenes.size(), scene.title(), scene.text(), outcome));
            rest();
        }
    }

    private String begin() throws IOException, InterruptedException {
        for (String name : room.names()) {
            room.press(Button.START, name);
            room.press(Button.RESUME, name);
            room.press(Button.MEND, name);
        }
        return "%s leads with fencing token %d.".formatted(leader().replica(), leader().token());
    }

    private String resign() throws IOException, InterruptedException {
        Term term = leader();
        room.press(Button.RESIGN, term.replica());
        return handOver(term);
    }

    private String drain() throws IOException, InterruptedException {
        Term term = leader();
        room.press(Button.WORK, term.replica());
        TimeUnit.SECONDS.sleep(1);
        room.press(Button.RESIGN, term.replica());
        return handOver(term) + " The hatched part is the work that had to end first.";
    }

    private String kill() throws IOException, InterruptedException {
        Term term = leader();
        awaitOwners();
        long shards = room.shardsOf(term.replica());
        room.press(Button.KILL, term.replica());
        String handOver = handOver(term);
        awaitOwners();
        return "%s Its shards, %d of %d, have other owners.".formatted(handOver, shards, Grid.SHARDS);
    }

    private String restart() throws IOException, InterruptedException {
        StringBuilder shares = new StringBuilder();
        for (String name : room.names()) {
            if (room.press(Button.START, name)) {
                long even = Grid.SHARDS / room.names().size();
                long shards = room.await(
                        "an even share of " + name,
                        () -> Optional.of(room.shardsOf(name)).filter(share -> share >= even));
                shares.append(" %s owns %d of %d shards.".formatted(name, shards, Grid.SHARDS));
            }
        }
        return "%s goes on leading.%s".formatted(leader().replica(), shares);
    }

    private void awaitOwners() throws InterruptedException {
        room.await("an owner for each shard", () -> Optional.of(room).filter(Room::areShardsOwned));
    }

    private String oversleep() throws IOException, InterruptedException {
        Term term = leader();
        room.press(Button.WORK, term.replica());
        TimeUnit.SECONDS.sleep(1);
        room.press(Button.PAUSE, term.replica());
        String handOver = handOver(term);
        Term next = room.await("the next leader", () -> room.after(term));
        // the ledger knows of a higher token only when somebody has written with it
        room.await("a line of " + next.replica(), () -> Optional.of(next).filter(room::hasWritten));
        rest();
        room.press(Button.RESUME, term.replica());
        room.await(
                "the refused line of " + term.replica(), () -> Optional.of(term).filter(room::isRefused));
        leader();
        return handOver
                + " %s woke up: its gate refused the first call, and the ledger the line that it had begun."
                        .formatted(term.replica());
    }

    private String cutOff() throws IOException, InterruptedException {
        Term term = leader();
        room.press(Button.CUT, term.replica());
        String handOver = handOver(term);
        room.press(Button.MEND, term.replica());
        leader();
        return handOver + " %s had stopped by itself before; connected again, it follows.".formatted(term.replica());
    }

    /** The present leader, once all know it: whoever does is ready to take over. */
    private Term leader() throws InterruptedException {
        return room.await("a leader that all know", () -> room.leading().filter(term -> room.isInformed()));
    }

    private String handOver(Term before) throws InterruptedException {
        Term next = room.await("a leader after " + before.replica(), () -> room.after(before));
        room.await(
                "the end of the term of " + before.replica(),
                () -> Optional.of(before).filter(room::isOver));
        double drained = room.drainOf(before);
        String work = drained > 100 ? ", %.1f s of which its work needed".formatted(drained / 1e3) : "";
        return String.format(
                Locale.ROOT,
                "%s leads %.0f ms after %s%s.",
                next.replica(),
                room.gapBefore(next),
                before.replica(),
                work);
    }

    private void rest() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }

    private record Scene(String title, String text, Act act) {}

    /** What happens in a scene. */
    private interface Act {

        /** Returns what came of it. */
        String play() throws IOException, InterruptedException;
    }
}
