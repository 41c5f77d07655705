/** Scenarios whose parts are exchanged. */
@NullMarked
package io.atoll.ha.sim.scenario;

import org.jspecify.annotations.NullMarked;
