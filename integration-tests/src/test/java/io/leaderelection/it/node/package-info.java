/** A single-node Kubernetes with real pods in namespaces of its own, and the sample application deployed on it. */
@NullMarked
package io.leaderelection.it.node;

import org.jspecify.annotations.NullMarked;
