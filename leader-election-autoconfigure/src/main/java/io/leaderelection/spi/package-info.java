/** For code between applications and elections, as interceptors and stores of leases are. Stable as the API is. */
@NullMarked
package io.leaderelection.spi;

import org.jspecify.annotations.NullMarked;
