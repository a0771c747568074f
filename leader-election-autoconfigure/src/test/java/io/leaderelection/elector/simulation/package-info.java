/** A deterministic simulation that runs the product's elector through faults in virtual time and judges what it does. */
@NullMarked
package io.leaderelection.elector.simulation;

import org.jspecify.annotations.NullMarked;
