/** Measurements that anybody can repeat; {@code docs/measurements.md} tells how. */
@NullMarked
package io.leaderelection.benchmarks;

import org.jspecify.annotations.NullMarked;
