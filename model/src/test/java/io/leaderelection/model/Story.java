package io.leaderelection.model;

import io.leaderelection.model.Model.Happening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The shortest way of a library's rules to two leaders, in sentences. */
enum Story {
    CLIENT_GO("client-go: the leader is paused", "ClientGo", "strangers"),

    CLIENT_GO_TWINS("client-go: two processes with one name", "ClientGo", "not strangers"),

    CLIENT_JAVA("client-java: the leader is closed", "ClientJava", "strangers"),

    FABRIC8("fabric8: the leader is closed", "Fabric8", "strangers");

    private static final int FEWEST = 5;
    private static final int MOST = 14;
    private static final int VERSIONS = 4;

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("Pass", "A third of the lease duration passes."),
            Map.entry("Look", "%s reads the record."),
            Map.entry("Send", "%s sends a write that takes or renews the record as it saw it."),
            Map.entry("Apply", "The store applies the write of %s."),
            Map.entry("Answer", "%s gets the answer, and leads."),
            Map.entry("GiveUp", "%s waits no longer for the answer."),
            Map.entry("Notice", "%s is told by a timer that its time is over."),
            Map.entry("Release", "%s gives the record back, before its work has been told to end."),
            Map.entry("Stop", "The work of %s is told to end."),
            Map.entry("Die", "%s dies."));

    private final String title;
    private final String rule;
    private final String names;

    Story(String title, String rule, String names) {
        this.title = title;
        this.rule = rule;
        this.names = names;
    }

    String title() {
        return title;
    }

    /** Its steps; empty if there is none of a bounded length. */
    List<String> tell(Model model) {
        String wanted = "election[%s] and %s and eventually twoLeaders".formatted(rule, names);
        for (int states = FEWEST; states <= MOST; states++) {
            Optional<List<Happening>> run = model.find(wanted, 2, VERSIONS, states);
            if (run.isPresent()) {
                return sentences(run.get());
            }
        }
        return List.of();
    }

    private static List<String> sentences(List<Happening> run) {
        Map<String, String> names = new LinkedHashMap<>();
        List<String> told = new ArrayList<>();
        for (Happening happening : run) {
            if (SENTENCES.containsKey(happening.event())) {
                String actor = happening.actor();
                if (!actor.isEmpty() && !names.containsKey(actor)) {
                    names.put(actor, nameOf(names.size()));
                }
                told.add(SENTENCES.get(happening.event()).formatted(names.getOrDefault(actor, "")));
            }
        }
        return told;
    }

    private static String nameOf(int number) {
        return String.format(Locale.ROOT, "*%c*", 'A' + number);
    }
}
