/** Kubernetes' own elector, client-go's, as a process beside ours. */
@NullMarked
package io.leaderelection.it.clientgo;

import org.jspecify.annotations.NullMarked;
