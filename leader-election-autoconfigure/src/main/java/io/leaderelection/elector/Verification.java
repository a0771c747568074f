package io.leaderelection.elector;

import io.leaderelection.NotLeaderException;
import io.leaderelection.gate.Term;
import io.leaderelection.lock.Answer;
import io.leaderelection.lock.ForeignText;
import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A question to the store whether a term still stands, asked by a caller who waits for the answer. */
final class Verification {

    private final String election;
    private final Term term;
    private final Consumer<StoredLease> news;
    private final CompletableFuture<Answer> answered = new CompletableFuture<>();

    /**
     * @param news told of the lease that was read
     */
    Verification(String election, Term term, Consumer<StoredLease> news) {
        this.election = election;
        this.term = term;
        this.news = news;
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws NotLeaderException if the store does not confirm the term
     */
    void ask(LeaseStore store, ElectorScheduler scheduler, Duration timeout) {
        ElectorScheduler.Cancellation patience = () -> {};
        try {
            patience = scheduler.schedule(timeout, () -> answered.complete(IncomingEvent.NO_ANSWER));
            read(store, timeout);
            judge(answered.get());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw NotLeaderException.unconfirmed(election, "the caller was interrupted");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            patience.cancel();
        }
    }

    private void read(LeaseStore store, Duration timeout) {
        try {
            store.read(timeout, this::answered);
        } catch (Throwable refused) {
            throw NotLeaderException.unconfirmed(election, "the store failed: " + refused);
        }
    }

    private void answered(Answer answer) {
        if (answer instanceof Answer.Found found) {
            news.accept(found.lease());
        }
        answered.complete(answer);
    }

    private void judge(Answer answer) {
        if (answer instanceof StoreFailure failure) {
            throw NotLeaderException.unconfirmed(election, failure.message());
        }
        if (!(answer instanceof Answer.Found found)) {
            throw NotLeaderException.unconfirmed(election, "there is no lease");
        }
        LeaseRecord record = found.lease().record();
        if (!isOfTerm(record)) {
            throw NotLeaderException.unconfirmed(
                    election, "the lease is held by '%s'".formatted(ForeignText.shown(record.holderIdentity())));
        }
        if (!term.isOpen()) {
            throw NotLeaderException.unconfirmed(election, "the term has ended meanwhile");
        }
    }

    /** A token is given once, and the seal proves that the record was written in the term that got it. */
    private boolean isOfTerm(LeaseRecord record) {
        return record.isHeld()
                && record.validSeal()
                        .filter(seal -> seal.token() == term.token())
                        .isPresent();
    }
}
