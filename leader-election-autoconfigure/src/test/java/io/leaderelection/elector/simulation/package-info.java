/**
 * A deterministic simulation that runs the product's elector through faults in virtual time and judges what it does.
 *
 * <p><i>World</i>: nodes, API server, network and virtual time of one run. <i>Schedule</i>: a seed, who takes part,
 * and faults by <i>recipes</i> (combinations in which rules have been known to fail). <i>Choices</i>: what a schedule
 * leaves open, decided by <i>dice</i> (random numbers from the seed) or by a search that tries everything.
 * <i>Contender</i>: who competes for the lease, either a <i>member</i> (our elector) or a <i>stranger</i> (another
 * kind of elector). <i>Oracle</i>: judges a run by one promise; a <i>violation</i> is its verdict, <i>disturbances</i>
 * are its excuses. <i>Mutant</i>: our elector with a mistake on purpose. The search goes from <i>position</i> to
 * position by <i>moves</i> (a message arrives, a timer fires, a fault begins), from a <i>start position</i>, and
 * within <i>bounds</i>; a path to a violation is a <i>counter example</i>. It plays any <i>searched world</i>, whose
 * <i>participants</i> hear messages and set alarms: an election, or a group of shards. <i>Knowledge</i>: what an elector
 * was told, and so could know.
 */
@NullMarked
package io.leaderelection.elector.simulation;

import org.jspecify.annotations.NullMarked;
