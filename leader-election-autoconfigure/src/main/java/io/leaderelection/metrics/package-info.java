/** Elections as meters of Micrometer. Reads snapshots, and hears measurements on a thread of its own. */
@Internal
@NullMarked
package io.leaderelection.metrics;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
