/** Other versions of Spring Boot and of what the starter brings, as an application may manage them. */
@NullMarked
package io.leaderelection.it.neighbours;

import org.jspecify.annotations.NullMarked;
