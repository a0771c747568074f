/** A lease store for several electors in one JVM. */
@NullMarked
package io.leaderelection.lock.memory;

import org.jspecify.annotations.NullMarked;
