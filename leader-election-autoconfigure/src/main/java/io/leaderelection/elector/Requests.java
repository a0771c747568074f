package io.leaderelection.elector;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.Trouble;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a candidate's elector asks its store, while it is under way. Belongs to the elector's thread. */
final class Requests {

    private final LeaseStore store;
    private final Consumer<Input> elector;
    private final Consumer<Throwable> failed;
    private final Map<Long, Request> underWay = new HashMap<>();

    /**
     * @param elector takes answers, from any thread
     * @param failed told of a store that throws
     */
    Requests(LeaseStore store, Consumer<Input> elector, Consumer<Throwable> failed) {
        this.store = store;
        this.elector = elector;
        this.failed = failed;
    }

    /** Sends a request or calls one off; says whether the effect was one of those. */
    boolean carryOut(Effect effect) {
        if (effect instanceof Effect.Read read) {
            ask(read.request(), answer -> store.read(read.timeout(), answer));
        } else if (effect instanceof Effect.Create create) {
            ask(create.request(), answer -> store.create(create.record(), create.timeout(), answer));
        } else if (effect instanceof Effect.Replace replace) {
            ask(
                    replace.request(),
                    answer -> store.replace(replace.expected(), replace.record(), replace.timeout(), answer));
        } else if (effect instanceof Effect.Cancel cancel) {
            Optional.ofNullable(underWay.remove(cancel.request())).ifPresent(this::cancel);
        } else {
            return false;
        }
        return true;
    }

    /** Takes note of an answer; says whether it is still of use. What was called off is not: nor is a life before. */
    boolean answered(long request) {
        return underWay.remove(request) != null;
    }

    private void cancel(Request request) {
        try {
            request.cancel();
        } catch (Throwable failure) {
            failed.accept(failure);
        }
    }

    private void ask(long request, Function<Consumer<Answer>, Request> question) {
        try {
            underWay.put(request, question.apply(answer -> elector.accept(new Input.Answered(request, answer))));
        } catch (Throwable refused) {
            underWay.put(request, () -> {});
            failed.accept(refused);
            elector.accept(
                    new Input.Answered(request, new Trouble(Trouble.Kind.UNREADABLE, "The store failed: " + refused)));
        }
    }
}
