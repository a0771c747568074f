/** May I act? The gate that every call passes, the term that opens it, and the work that a term has let in. */
@Internal
@NullMarked
package io.leaderelection.gate;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
