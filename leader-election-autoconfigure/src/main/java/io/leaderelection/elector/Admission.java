package io.leaderelection.elector;

/** Leave to act, given to one call by one term. Closed by the call when it has ended; closing twice does nothing. */
public final class Admission implements AutoCloseable {

    private final Work work;
    private final String name;

    Admission(Work work, String name) {
        this.work = work;
        this.name = name;
    }

    /** Name of the admitted call. */
    public String name() {
        return name;
    }

    @Override
    public void close() {
        work.end(this);
    }
}
