/**
 * {@code drs-lab roadef}: machine reassignment with the files of the ROADEF/EURO challenge of 2012. Files, the clock and threads are here, the
 * search is {@link io.atoll.drs.reassign.ReassignmentSearch}. Start reading at {@link io.atoll.drs.lab.roadef.RoadefCommand}.
 */
@NullMarked
package io.atoll.drs.lab.roadef;

import org.jspecify.annotations.NullMarked;
