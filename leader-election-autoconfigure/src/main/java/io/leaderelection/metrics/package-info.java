/** Elections as meters of Micrometer. Reads snapshots, and hears measurements on a thread of its own. */
@NullMarked
package io.leaderelection.metrics;

import org.jspecify.annotations.NullMarked;
