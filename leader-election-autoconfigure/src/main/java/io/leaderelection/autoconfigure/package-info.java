/** Auto-configuration for Spring Boot. It knows all other packages, and none of them knows it. */
@Internal
@NullMarked
package io.leaderelection.autoconfigure;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
