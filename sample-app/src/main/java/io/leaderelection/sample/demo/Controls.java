package io.leaderelection.sample.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the page's buttons do. Safe for use by several threads. */
final class Controls {

    private static final Duration READING = Duration.ofMillis(4500);

    private final Room room;
    private final JsonMapper json;
    private @Nullable Thread tour;

    Controls(Room room, JsonMapper json) {
        this.room = room;
        this.json = json;
    }

    /** The buttons as the page shows them. */
    String describe() {
        List<Map<String, String>> buttons = Arrays.stream(Button.values())
                .map(each -> Map.of("id", each.id(), "label", each.label(), "sentence", sentence(each)))
                .toList();
        return json.writeValueAsString(buttons);
    }

    private static String sentence(Button button) {
        return button == Button.PAUSE && !Freeze.isPossible()
                ? "Windows has no signal that stops a process. Cut it off from the store instead: it shows nearly the"
                        + " same."
                : button.sentence();
    }

    /**
     * Does what a path asks for: {@code /press/BUTTON/REPLICA}, {@code /add}, {@code /tour/start} or
     * {@code /tour/stop}.
     */
    Reply press(String path) throws IOException {
        List<String> words = List.of(path.substring(1).split("/"));
        return switch (words.get(0)) {
            case "add" -> reply(room.add() != null, "There are as many replicas as there can be.");
            case "tour" -> reply(words.contains("stop") ? stopTour() : startTour(), "The tour is on already.");
            case "press" -> press(words);
            default -> new Reply(404, "There is no such button.");
        };
    }

    private Reply press(List<String> words) throws IOException {
        Optional<Button> button = Arrays.stream(Button.values())
                .filter(each -> words.size() == 3 && each.id().equals(words.get(1)))
                .findFirst();
        return button.isEmpty()
                ? new Reply(404, "There is no such button.")
                : reply(
                        room.press(button.get(), words.get(2)),
                        "That does nothing now: the replica has changed meanwhile.");
    }

    private synchronized boolean startTour() {
        if (tour != null && tour.isAlive()) {
            return false;
        }
        tour = new Thread(this::playTour, "tour");
        tour.setDaemon(true);
        tour.start();
        return true;
    }

    synchronized boolean stopTour() {
        if (tour != null) {
            tour.interrupt();
        }
        return true;
    }

    private void playTour() {
        try {
            new Tour(room, READING, room::show).play();
        } catch (InterruptedException stopped) {
            // as the visitor wished
        } catch (IOException | IllegalStateException failure) {
            System.err.println("The tour has ended early: " + failure.getMessage());
        } finally {
            room.show(null);
        }
    }

    private static Reply reply(boolean done, String otherwise) {
        return done ? new Reply(204, "") : new Reply(409, otherwise);
    }

    /** An answer to the page. */
    record Reply(int status, String text) {}
}
