/** Lifecycles that run only where this instance leads, such as containers of message listeners. */
@Internal
@NullMarked
package io.leaderelection.spring.lifecycle;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
