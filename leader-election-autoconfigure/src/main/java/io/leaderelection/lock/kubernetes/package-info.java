/** A lease kept as a {@code coordination.k8s.io/v1} Lease on a Kubernetes API server. */
@Internal
@NullMarked
package io.leaderelection.lock.kubernetes;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
