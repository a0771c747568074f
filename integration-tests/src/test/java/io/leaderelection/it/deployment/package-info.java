/** The manifests of {@code sample-app/kubernetes}, applied to a real API server, and the sample under their rights. */
@NullMarked
package io.leaderelection.it.deployment;

import org.jspecify.annotations.NullMarked;
