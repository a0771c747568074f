/** Elections as part of a Spring application: their lifecycle and their events. */
@Internal
@NullMarked
package io.leaderelection.spring;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
