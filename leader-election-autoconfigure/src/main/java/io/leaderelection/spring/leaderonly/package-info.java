/** Keeps the methods and beans marked as the leader's own from acting on other instances. */
@Internal
@NullMarked
package io.leaderelection.spring.leaderonly;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
