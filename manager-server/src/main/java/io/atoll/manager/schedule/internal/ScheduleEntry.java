package io.atoll.manager.schedule.internal;

import java.util.function.BiPredicate;
import org.quartz.JobDetail;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

/** One entry of the schedule. */
final class ScheduleEntry {
    private ScheduleEntry() {}

    /**
     * Enters a job. One that is there already is left alone, so that a manager's start moves no due time; only one whose rhythm
     * changed is replaced.
     */
    static <T extends Trigger> void enter(
            Scheduler scheduler, JobDetail job, T trigger, BiPredicate<Trigger, T> hasSameRhythm)
            throws SchedulerException {
        var present = scheduler.getTrigger(trigger.getKey());
        if (present == null) {
            try {
                scheduler.scheduleJob(job, trigger);
            } catch (ObjectAlreadyExistsException _) {
                // Another manager that starts just now was quicker; it entered the same.
            }
        } else if (!hasSameRhythm.test(present, trigger)) {
            scheduler.rescheduleJob(trigger.getKey(), trigger);
        }
    }
}
