package io.leaderelection.elector;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.LeaseRecord;

/**
 * A write of the lease by this elector.
 *
 * @param number its number in this incarnation, as in its seal
 * @param sent the clocks before it was sent: validity counts from here (I2)
 * @param token fencing token it carries
 * @param record what it writes
 */
record LeaseWrite(long number, ClockReading sent, long token, LeaseRecord record) {}
