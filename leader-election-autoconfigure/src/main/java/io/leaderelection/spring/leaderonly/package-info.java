/** Keeps the methods and beans marked as the leader's own from acting on other instances. */
@NullMarked
package io.leaderelection.spring.leaderonly;

import org.jspecify.annotations.NullMarked;
