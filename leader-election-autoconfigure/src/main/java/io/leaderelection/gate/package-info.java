/** May I act? The gate that every call passes, the term that opens it, and the work that a term has let in. */
@NullMarked
package io.leaderelection.gate;

import org.jspecify.annotations.NullMarked;
