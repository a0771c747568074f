/** The wiring of it all for Spring Boot: it knows everything, and nothing knows it. */
@NullMarked
package io.leaderelection.autoconfigure;

import org.jspecify.annotations.NullMarked;
