/** This project's starter as a candidate. */
@NullMarked
package io.leaderelection.candidate.ours;

import org.jspecify.annotations.NullMarked;
