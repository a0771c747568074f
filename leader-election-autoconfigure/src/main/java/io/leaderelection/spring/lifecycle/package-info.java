/** Lifecycles that run only where this instance leads, such as containers of message listeners. */
@NullMarked
package io.leaderelection.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
