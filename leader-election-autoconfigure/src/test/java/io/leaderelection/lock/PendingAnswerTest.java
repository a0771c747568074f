package io.leaderelection.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingAnswerTest {

    @Test
    void classesThatDoNotFitAreToldAndNotTakenForSilence() {
        Reply reply = Reply.to(receiver -> {
            PendingAnswer pending = new PendingAnswer(Reply.PATIENCE, receiver);
            pending.giveBy(Runnable::run, () -> {
                throw new NoSuchMethodError("x()");
            });
            return pending;
        });

        assertThat(((StoreFailure) reply.await(Reply.PATIENCE)).kind()).isEqualTo(StoreFailure.Kind.INCOMPATIBLE);
    }
}
