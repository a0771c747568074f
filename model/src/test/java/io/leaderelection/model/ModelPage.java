package io.leaderelection.model;

import java.util.List;

/** {@code docs/model.md}: what is proven within which bounds, and how others come to have two leaders. */
final class ModelPage {

    private static final String HEAD = """
        # The model

        <!-- Written by ModelTests with -Dmodel.docs=write. Do not edit: the build compares. -->

        Besides the [simulation](simulation.md), which plays the real classes, there is a small
        [model of the election](../model/src/test/resources/io/leaderelection/model/election.als) in the language of
        [Alloy](https://alloytools.org): the lease, the gate, waiting, release and proof of death. Alloy tries everything
        within bounds; `mvn -pl model test` runs it.

        ## What is proven

        With three processes and %d versions of the record, from any state that the invariant allows: no two gates are open
        at once, and no gate opens with a token lower than one that has been shown. The number of steps has no bound: the
        invariant holds initially, no single step breaks it, and it rules out two open gates and lower tokens.

        At any moment, this may happen: a process does nothing for any time; a request or an answer is late or lost; a write
        of a process that has died is applied; time passes, in thirds of the lease duration. The renew deadline is two
        thirds of it. All clocks run at the same rate, the store replaces versions in order, and nobody else writes: the
        simulation and the [promises](promises.md) cover the other cases.

        Each of these mistakes makes the proof fail, as it must:

        """;

    private static final String STORIES = """

        ## How others come to have two leaders

        This is the same model with the rules of other libraries, as we read their code. A process answers what it was told
        last; client-java and fabric8 give the lease back before they tell the work to end; and an elector that reads its
        own name as the holder's considers itself the leader. Alloy finds the shortest way to two processes that say at the
        same time that they lead. Both ways of client-go are also possible with client-java and fabric8.
        """;

    private ModelPage() {}

    static String render(Model model) {
        StringBuilder page = new StringBuilder(HEAD.formatted(Proof.VERSIONS));
        for (Mistake mistake : Mistake.values()) {
            page.append("- ").append(mistake.what()).append(";\n");
        }
        page.replace(page.length() - 2, page.length() - 1, ".");
        page.append(STORIES);
        for (Story story : Story.values()) {
            page.append("\n### ").append(story.title()).append("\n\n");
            List<String> steps = story.tell(model);
            for (int i = 0; i < steps.size(); i++) {
                page.append("%d. %s\n".formatted(i + 1, steps.get(i)));
            }
        }
        return page.toString();
    }
}
