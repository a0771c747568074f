/** A small application whose leader writes a line per second into a ledger. */
@NullMarked
package io.leaderelection.sample;

import org.jspecify.annotations.NullMarked;
