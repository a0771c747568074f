package io.leaderelection.elector.simulation;

import java.util.function.BooleanSupplier;

/** A process that lacks something: whatever its elector asks for, whatever it tells, may throw. */
final class Shortage {

    private final Dice dice;
    private int lasting;
    private boolean begun;
    private boolean spared;

    Shortage(Dice dice) {
        this.dice = dice;
    }

    void begin() {
        lasting++;
        begun = true;
    }

    void end() {
        lasting--;
    }

    /** How much later than without it something may be handled that was refused: about a second. */
    long delay() {
        return begun ? 2 * VirtualTime.SECOND : 0;
    }

    /** Whether what is asked for now is not to be had. */
    boolean strikes() {
        return lasting > 0 && !spared && dice.chance(0.3);
    }

    /** Throws now and then, an exception or an error. */
    void strike() {
        if (strikes()) {
            if (dice.chance(0.5)) {
                throw new IllegalStateException("refused by the simulation");
            }
            throw new InternalError("unable to create native thread, says the simulation");
        }
    }

    /** Throws now and then, but seldom: for what is asked for at every step. */
    void strikeSeldom() {
        if (lasting > 0 && dice.chance(0.1)) {
            strike();
        }
    }

    /** Runs what would end the whole process if it failed: its start. */
    void spare(Runnable start) {
        spare(() -> {
            start.run();
            return true;
        });
    }

    /** Looks at something without being part of what goes on. */
    boolean spare(BooleanSupplier look) {
        boolean before = spared;
        spared = true;
        try {
            return look.getAsBoolean();
        } finally {
            spared = before;
        }
    }
}
