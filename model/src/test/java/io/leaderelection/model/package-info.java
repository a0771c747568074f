/** A model of the election, checked by Alloy. */
@NullMarked
package io.leaderelection.model;

import org.jspecify.annotations.NullMarked;
