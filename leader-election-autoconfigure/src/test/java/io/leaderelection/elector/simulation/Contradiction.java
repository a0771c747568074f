package io.leaderelection.elector.simulation;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.StoreFailure;
import java.time.Duration;
import java.util.function.Supplier;

/** How a server, or something in front of it, contradicts itself: reads are answered truthfully, writes are not. */
enum Contradiction {
    /** 409 to every write, and none is applied. */
    REFUSES_AS_CONFLICT {
        @Override
        Answer answer(Dice dice, Supplier<Answer> applied) {
            return new Answer.Conflict();
        }
    },
    /** 409 to every write, and all are applied as they can be. */
    APPLIES_AND_TELLS_CONFLICT {
        @Override
        Answer answer(Dice dice, Supplier<Answer> applied) {
            applied.get();
            return new Answer.Conflict();
        }
    },
    /** 403, 409 and 422 in turns. */
    IN_TURNS {
        @Override
        Answer answer(Dice dice, Supplier<Answer> applied) {
            return dice.oneOf(
                    new Answer.Conflict(),
                    new StoreFailure(StoreFailure.Kind.FORBIDDEN, "forbidden"),
                    new StoreFailure(StoreFailure.Kind.SERVER, "unprocessable"));
        }
    },
    /** Wants to be left alone for no time, or for ever; some writes are applied all the same. */
    WANTS_TO_BE_LEFT_ALONE {
        @Override
        Answer answer(Dice dice, Supplier<Answer> applied) {
            if (dice.chance(0.2)) {
                applied.get();
            }
            Duration asked = dice.oneOf(
                    Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
            return new StoreFailure(StoreFailure.Kind.THROTTLED, "too many requests", asked);
        }
    };

    /** What a write is told. */
    abstract Answer answer(Dice dice, Supplier<Answer> applied);

    static Contradiction of(long parameter) {
        return values()[(int) (parameter % values().length)];
    }
}
