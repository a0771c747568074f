package io.leaderelection.it.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A fault that keeps requests back until a test releases them: so an old write can arrive after a newer one. */
public final class HeldRequests implements Fault {

    private final Semaphore caught = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void handle(Passage passage) throws IOException, InterruptedException {
        caught.release();
        released.await();
        passage.forward();
    }

    /** Waits until one more request is held. */
    public void awaitCaught(Duration timeout) throws InterruptedException {
        if (!caught.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("no request came within " + timeout);
        }
    }

    /** Passes the held requests on to the server, also those whose clients have given up, and holds none any more. */
    public void release() {
        released.countDown();
    }
}
