/** What all candidates of the comparison have in common: what they are told, and how they tell what happens. */
@NullMarked
package io.leaderelection.candidate;

import org.jspecify.annotations.NullMarked;
