/** A lease store in files, for processes of one machine or containers that share a local volume. */
@Internal
@NullMarked
package io.leaderelection.lock.file;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
