/** The elector of client-java as a candidate. */
@NullMarked
package io.leaderelection.candidate.clientjava;

import org.jspecify.annotations.NullMarked;
