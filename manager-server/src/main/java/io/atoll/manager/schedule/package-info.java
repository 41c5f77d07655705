/**
 * Things that happen by the clock, once in the whole installation however many managers run: Quartz with its tables in the
 * manager's Postgres. A schedule only begins things. House-keeping is short enough to be done on the spot; whatever takes
 * longer or talks to hosts is submitted as a task. Nothing that has to be quick after a manager's death hangs on it, because
 * another manager takes over only after some ten seconds. Start reading at {@link io.atoll.manager.schedule.Housekeeping}.
 */
@NullMarked
package io.atoll.manager.schedule;

import org.jspecify.annotations.NullMarked;
