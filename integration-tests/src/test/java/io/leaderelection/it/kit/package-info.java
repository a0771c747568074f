/** The test kit's real API server as an application's tests use it. */
@NullMarked
package io.leaderelection.it.kit;

import org.jspecify.annotations.NullMarked;
