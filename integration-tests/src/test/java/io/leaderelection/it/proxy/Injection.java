package io.leaderelection.it.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault in force in an {@link HttpFaultProxy}, for the requests that a predicate chooses. */
public final class Injection implements AutoCloseable {

    private final Predicate<ProxiedRequest> which;
    private final Fault fault;
    private final AtomicInteger left;
    private final AtomicInteger hits = new AtomicInteger();

    Injection(Predicate<ProxiedRequest> which, Fault fault, int times) {
        this.which = which;
        this.fault = fault;
        this.left = new AtomicInteger(times);
    }

    /** How many requests the fault has hit. */
    public int hits() {
        return hits.get();
    }

    /** Ends the fault; requests it has hit stay hit. */
    @Override
    public void close() {
        left.set(0);
    }

    Fault fault() {
        return fault;
    }

    /** Claims a request for this fault, if it is one of those and the fault still has to hit any. */
    boolean claims(ProxiedRequest request) {
        if (!which.test(request) || left.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
            return false;
        }
        hits.incrementAndGet();
        return true;
    }
}
