/** Leadership shown in the cluster, by events and by a label. Nothing but the wiring knows this package. */
@Internal
@NullMarked
package io.leaderelection.lock.kubernetes.announce;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
