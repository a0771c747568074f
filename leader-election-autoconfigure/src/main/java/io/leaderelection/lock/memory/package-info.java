/** A lease store for several electors in one JVM. */
@Internal
@NullMarked
package io.leaderelection.lock.memory;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
