/** Real processes electing over a real API server, under every fault that the fault matrix can bring about here. */
@NullMarked
package io.leaderelection.it.scenario;

import org.jspecify.annotations.NullMarked;
