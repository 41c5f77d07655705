/** Reads what is supposed, and the cluster it is supposed of. Start reading at {@link io.atoll.manager.simulation.internal.Simulations}. */
@NullMarked
package io.atoll.manager.simulation.internal;

import org.jspecify.annotations.NullMarked;
