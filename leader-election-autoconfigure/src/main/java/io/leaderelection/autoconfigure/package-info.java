/** Auto-configuration for Spring Boot. It knows all other packages, and none of them knows it. */
@NullMarked
package io.leaderelection.autoconfigure;

import org.jspecify.annotations.NullMarked;
