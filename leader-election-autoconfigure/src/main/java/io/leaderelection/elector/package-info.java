/** The election algorithm: a deterministic state machine, its rules, and the thin shell that connects it to a store. */
@NullMarked
package io.leaderelection.elector;

import org.jspecify.annotations.NullMarked;
