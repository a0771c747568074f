/** The documentation: what it shows compiles, binds, is accepted by an API server, leads somewhere, and was run. */
@NullMarked
package io.leaderelection.it.docs;

import org.jspecify.annotations.NullMarked;
