/** Proxies between a client and the API server that break what a network or a server can break. */
@NullMarked
package io.leaderelection.it.proxy;

import org.jspecify.annotations.NullMarked;
