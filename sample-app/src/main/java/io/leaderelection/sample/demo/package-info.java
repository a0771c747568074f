/** A demonstration: replicas of the sample application as processes of one machine. */
@NullMarked
package io.leaderelection.sample.demo;

import org.jspecify.annotations.NullMarked;
