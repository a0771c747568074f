package io.leaderelection.model;

/**
 * That no state of ours has two leaders or a token that falls, however long a run is: an invariant holds at first, no step
 * breaks it, and it excludes both.
 */
final class Proof {

    static final int PROCESSES = 3;
    static final int VERSIONS = 6;

    private static final String OURS = "Play.rule = Ours and ";

    private final Model model;

    Proof(Model model) {
        this.model = model;
    }

    boolean holdsAtFirst() {
        return isNever("init and no Shown and not invariant", 1);
    }

    boolean isKeptByEachStep() {
        return isNever("invariant and step and not after invariant", 2);
    }

    boolean excludesTwoLeadersAndFallingTokens() {
        return isNever("invariant and (twoLeaders or fallingToken)", 1);
    }

    private boolean isNever(String counterExample, int states) {
        return model.find(OURS + counterExample, PROCESSES, VERSIONS, states).isEmpty();
    }
}
