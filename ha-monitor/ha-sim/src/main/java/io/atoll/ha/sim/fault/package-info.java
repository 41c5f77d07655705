/**
 * What goes wrong: {@link io.atoll.ha.sim.fault.Nemesis} does it, {@link io.atoll.ha.sim.fault.RandomSchedule} makes whole
 * schedules of it from a seed. Start reading at {@link io.atoll.ha.sim.fault.RandomSchedule}.
 */
@NullMarked
package io.atoll.ha.sim.fault;

import org.jspecify.annotations.NullMarked;
