/** HTTP to a Kubernetes API server: requests, answers, failures and watches; and the mounted service account. */
@Internal
@NullMarked
package io.leaderelection.lock.kubernetes.client;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
