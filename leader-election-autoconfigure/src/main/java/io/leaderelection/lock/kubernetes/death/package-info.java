/** Proof of a process's death, by the status of its container. Nothing but the wiring knows this package. */
@Internal
@NullMarked
package io.leaderelection.lock.kubernetes.death;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
