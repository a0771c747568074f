package io.leaderelection.elector;

import io.leaderelection.gate.ClockReading;
import io.leaderelection.lock.LeaseRecord;

/**
 * One write of ours.
 *
 * @param number its number in this incarnation, as in its seal
 * @param sent the clocks before it was sent: validity counts from here (I2)
 * @param token fencing token it carries
 * @param record what it writes
 */
record Attempt(long number, ClockReading sent, long token, LeaseRecord record) {}
