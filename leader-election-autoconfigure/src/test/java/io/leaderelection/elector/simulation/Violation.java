package io.leaderelection.elector.simulation;

/** An oracle's finding. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Oracle oracle;

    Violation(Oracle oracle, String message) {
        super(oracle + ": " + message);
        this.oracle = oracle;
    }

    Violation(Throwable thrown) {
        super(Oracle.EXCEPTION + ": " + thrown, thrown);
        this.oracle = Oracle.EXCEPTION;
    }

    Oracle oracle() {
        return oracle;
    }
}
