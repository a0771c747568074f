/** Leadership in web requests, with Spring MVC or WebFlux. */
@Internal
@NullMarked
package io.leaderelection.spring.web;

import io.leaderelection.Internal;
import org.jspecify.annotations.NullMarked;
