/** A lease store in files, for processes of one machine or containers that share a local volume. */
@NullMarked
package io.leaderelection.lock.file;

import org.jspecify.annotations.NullMarked;
