package io.leaderelection.sample.demo;

/**
 * How a replica fares, as it last told.
 *
 * @param nanos when it asked its gate
 * @param nonce random name of the process
 * @param open whether the gate was open
 * @param role its role in the election
 * @param term number of its latest term
 * @param token fencing token of that term
 * @param deadline until when the gate may stay open without a further renewal
 * @param running gated calls in progress
 * @param leader who leads, as far as it knows; {@code -} for nobody
 */
record Vitals(
        long nanos,
        String nonce,
        boolean open,
        String role,
        long term,
        long token,
        long deadline,
        int running,
        String leader) {

    static Vitals of(Report report) {
        return new Vitals(
                report.nanos(),
                report.nonce(),
                Boolean.parseBoolean(report.details().get(0)),
                report.details().get(1),
                Long.parseLong(report.details().get(2)),
                report.token(),
                report.nanos() + Long.parseLong(report.details().get(3)),
                Integer.parseInt(report.details().get(4)),
                report.details().get(5));
    }
}
