/** What observers of elections read and hear: snapshots, measurements and time limits. */
@NullMarked
package io.leaderelection.status;

import org.jspecify.annotations.NullMarked;
