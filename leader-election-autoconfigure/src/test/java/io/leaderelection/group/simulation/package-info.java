/**
 * Plays groups of shards in virtual time against servers, networks and processes that fail. Chance decides what happens, from a
 * seed, or a search tries everything, as in the simulation of one election.
 */
@NullMarked
package io.leaderelection.group.simulation;

import org.jspecify.annotations.NullMarked;
