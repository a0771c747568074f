/** What elections tell of themselves to whoever observes them: snapshots to read, and measurements to hear. */
@NullMarked
package io.leaderelection.status;

import org.jspecify.annotations.NullMarked;
