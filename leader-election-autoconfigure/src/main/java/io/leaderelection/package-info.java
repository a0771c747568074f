/** What applications use: may I act, who leads, tell me when that changes. */
@NullMarked
package io.leaderelection;

import org.jspecify.annotations.NullMarked;
