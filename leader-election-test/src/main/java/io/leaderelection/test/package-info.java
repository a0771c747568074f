/** Leadership as a switch, for tests of applications. */
@NullMarked
package io.leaderelection.test;

import org.jspecify.annotations.NullMarked;
