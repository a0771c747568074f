/** Ours beside other electors: the same faults on the same server in the same run, judged by one judge. */
@NullMarked
package io.leaderelection.evidence;

import org.jspecify.annotations.NullMarked;
