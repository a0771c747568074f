/** Groups of shards: who owns which, and how they move. Each member holds a seat, which is a lease like any other. */
@Internal
@NullMarked
package io.leaderelection.group;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
