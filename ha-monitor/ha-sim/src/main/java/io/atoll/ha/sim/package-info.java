/**
 * The HA protocol in a simulated world, as a command: schedules of faults from seeds, scenarios from files, figures. The
 * production engine, lease and placement decide everything; see ha-monitor/docs/0003-simulator.md. Start reading at
 * {@link io.atoll.ha.sim.HaSim}.
 */
@NullMarked
package io.atoll.ha.sim;

import org.jspecify.annotations.NullMarked;
