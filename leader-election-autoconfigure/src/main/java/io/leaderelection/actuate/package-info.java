/** Elections for Spring Boot's actuator: health, readiness, endpoint and info. Reads snapshots only. */
@NullMarked
package io.leaderelection.actuate;

import org.jspecify.annotations.NullMarked;
