/** Leadership in web requests, with Spring MVC or WebFlux. */
@NullMarked
package io.leaderelection.spring.web;

import org.jspecify.annotations.NullMarked;
