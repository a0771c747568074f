/** The election algorithm: a deterministic state machine, its rules, and the thin shell that connects it to a store. */
@Internal
@NullMarked
package io.leaderelection.elector;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
