/** Elections as part of a Spring application: their lifecycle and their events. */
@NullMarked
package io.leaderelection.spring;

import org.jspecify.annotations.NullMarked;
