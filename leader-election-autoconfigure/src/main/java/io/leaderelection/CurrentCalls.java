package io.leaderelection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The gated calls that a thread is in, innermost first. */
final class CurrentCalls {

    /** Holds only JDK types where no call is running, so that a pooled thread keeps no application alive. */
    private static final ThreadLocal<Deque<GatedCall>> CALLS = ThreadLocal.withInitial(ArrayDeque::new);

    private CurrentCalls() {}

    static void enter(GatedCall call) {
        CALLS.get().push(call);
    }

    static void leave() {
        CALLS.get().pop();
    }

    static List<GatedCall> all() {
        return List.copyOf(CALLS.get());
    }

    static Optional<GatedCall> innermost() {
        return Optional.ofNullable(CALLS.get().peek());
    }

    static Optional<GatedCall> innermost(String election) {
        return CALLS.get().stream()
                .filter(call -> call.leadership().election().equals(election))
                .findFirst();
    }
}
