/** Tests of what is behind the API of simulations. */
@NullMarked
package io.atoll.manager.simulation.internal;

import org.jspecify.annotations.NullMarked;
