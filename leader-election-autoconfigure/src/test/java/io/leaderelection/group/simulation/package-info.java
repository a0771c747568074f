/** Plays groups of shards in virtual time against servers, networks and processes that fail. */
@NullMarked
package io.leaderelection.group.simulation;

import org.jspecify.annotations.NullMarked;
