/** Fills the HA engine's port for restart hosts with the scheduler. */
@NullMarked
package io.atoll.ha.placement;

import org.jspecify.annotations.NullMarked;
