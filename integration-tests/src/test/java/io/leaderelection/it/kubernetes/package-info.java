/** The store of our own on a real API server, alone: no elector. */
@NullMarked
package io.leaderelection.it.kubernetes;

import org.jspecify.annotations.NullMarked;
