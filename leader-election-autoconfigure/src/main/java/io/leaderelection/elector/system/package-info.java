/** The elector's ports to the machine it runs on: the only place with a real clock, thread or random number. */
@Internal
@NullMarked
package io.leaderelection.elector.system;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
