/** Child processes for tests: they can be stopped, continued and killed, and they end with this JVM. */
@Internal
@NullMarked
package io.leaderelection.test.process;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
