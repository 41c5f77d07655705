/** Tests of what-ifs. Start reading at {@link io.atoll.manager.simulation.SimulationApiTest}. */
@NullMarked
package io.atoll.manager.simulation;

import org.jspecify.annotations.NullMarked;
