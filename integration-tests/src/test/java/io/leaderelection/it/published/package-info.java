/** What others get: the jars and poms, and an application that knows nothing else of this repository. */
@NullMarked
package io.leaderelection.it.published;

import org.jspecify.annotations.NullMarked;
