/** Child processes for tests: they can be stopped, continued and killed, and they end with this JVM. */
@NullMarked
package io.leaderelection.test.process;

import org.jspecify.annotations.NullMarked;
