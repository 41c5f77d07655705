/** The REST resource of simulations. */
@NullMarked
package io.atoll.manager.simulation.web;

import org.jspecify.annotations.NullMarked;
