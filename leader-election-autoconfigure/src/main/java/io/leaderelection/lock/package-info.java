/** The port between an elector and any store of one lease record. */
@NullMarked
package io.leaderelection.lock;

import org.jspecify.annotations.NullMarked;
