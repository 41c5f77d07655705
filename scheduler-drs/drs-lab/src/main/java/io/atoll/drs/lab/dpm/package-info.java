/**
 * A day of consolidation replayed: traces of CPU demand, hosts with power curves, and a planner that is asked every five minutes.
 * The simulation is pure: the same day and the same planner cost the same energy. Start reading at
 * {@link io.atoll.drs.lab.dpm.DaySimulation}.
 */
@NullMarked
package io.atoll.drs.lab.dpm;

import org.jspecify.annotations.NullMarked;
