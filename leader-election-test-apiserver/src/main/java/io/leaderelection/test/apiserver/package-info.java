/** A real Kubernetes API server for JUnit, from whatever this machine can provide one. */
@NullMarked
package io.leaderelection.test.apiserver;

import org.jspecify.annotations.NullMarked;
