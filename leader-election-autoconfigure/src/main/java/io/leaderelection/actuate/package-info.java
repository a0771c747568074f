/** Elections for Spring Boot's actuator: health, readiness, endpoint and info. Reads snapshots only. */
@Internal
@NullMarked
package io.leaderelection.actuate;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
