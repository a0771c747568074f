package io.leaderelection.evidence;

import org.jspecify.annotations.Nullable;

/**
 * What one scenario did to one team once; times in nanoseconds.
 *
 * @param takeover from the fault to the first answer of another process that it leads; none if no other led
 * @param absence the longest time in which nobody said that it leads
 * @param told from the end of a pause, else from the fault, until the old leader's work was told to end; none if it was not
 * @param afterLease how much later than the last renewal and the lease duration the successor led; only after a kill
 * @param answersBeside how often a process said that it leads while another one did
 * @param answersOverlap for how long two said so at once
 * @param workOverlap for how long two worked at once
 * @param tokenReversals how often work began with a lower token than before; 0 where there are no tokens
 * @param lateWrites how many writes were taken after those of a later term
 * @param refusedWrites how many writes the receiver refused
 * @param withheldWrites how many writes the library itself stopped
 */
record Outcome(
        Scenario scenario,
        Contender contender,
        @Nullable Long takeover,
        long absence,
        @Nullable Long told,
        @Nullable Long afterLease,
        long answersBeside,
        long answersOverlap,
        long workOverlap,
        long tokenReversals,
        long lateWrites,
        long refusedWrites,
        long withheldWrites) {}
