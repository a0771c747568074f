/** A real Kubernetes API server for the tests, from whatever this machine can provide one. */
@NullMarked
package io.leaderelection.it.apiserver;

import org.jspecify.annotations.NullMarked;
