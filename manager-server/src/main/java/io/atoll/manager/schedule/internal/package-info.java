/** How schedules are kept in Quartz. Start reading at {@link io.atoll.manager.schedule.internal.HousekeepingSchedule}. */
@NullMarked
package io.atoll.manager.schedule.internal;

import org.jspecify.annotations.NullMarked;
