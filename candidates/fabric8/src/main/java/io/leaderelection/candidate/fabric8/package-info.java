/** The elector of fabric8 as a candidate. */
@NullMarked
package io.leaderelection.candidate.fabric8;

import org.jspecify.annotations.NullMarked;
