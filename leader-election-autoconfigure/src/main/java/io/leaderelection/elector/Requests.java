package io.leaderelection.elector;

import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.Request;
import io.leaderelection.lock.StoreFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What an election's elector asks its store, while it is under way. Belongs to the elector's thread. */
final class Requests {

    private final LeaseStore store;
    private final Consumer<ElectorEvent> elector;
    private final Consumer<Throwable> failed;
    private final Map<Long, Request> underWay = new HashMap<>();

    /**
     * @param elector takes answers, from any thread
     * @param failed told of a store that throws
     */
    Requests(LeaseStore store, Consumer<ElectorEvent> elector, Consumer<Throwable> failed) {
        this.store = store;
        this.elector = elector;
        this.failed = failed;
    }

    /** Sends a request. A store that throws has answered by that. */
    void send(ElectorCommand.Ask ask) {
        long request = ask.request();
        try {
            underWay.put(request, ask.send(store, answer -> elector.accept(ask.answeredBy(answer))));
        } catch (Throwable refused) {
            underWay.put(request, () -> {});
            failed.accept(refused);
            elector.accept(
                    ask.answeredBy(new StoreFailure(StoreFailure.Kind.UNREADABLE, "The store failed: " + refused)));
        }
    }

    /** Calls a request off. */
    void cancel(long number) {
        Request request = underWay.remove(number);
        if (request != null) {
            try {
                request.cancel();
            } catch (Throwable failure) {
                failed.accept(failure);
            }
        }
    }

    /** Calls everything off: an elector that has failed may have lost the order to do so. */
    void cancelAll() {
        List.copyOf(underWay.keySet()).forEach(this::cancel);
    }

    /** Takes note of an answer; says whether it is still of use. What was called off is not: nor is a life before. */
    boolean answered(long request) {
        return underWay.remove(request) != null;
    }
}
