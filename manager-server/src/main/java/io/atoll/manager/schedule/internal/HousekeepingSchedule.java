package io.atoll.manager.schedule.internal;

import io.atoll.manager.schedule.Housekeeping;
import java.util.List;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Enters every {@link Housekeeping} into the schedule before it begins to run. An entry that is there already is left alone,
 * so that a manager's start moves no due time; only one whose rhythm changed is replaced.
 */
@Component
class HousekeepingSchedule implements SmartInitializingSingleton {
    static final String GROUP = "housekeeping";

    private final Scheduler scheduler;
    private final List<Housekeeping> all;

    HousekeepingSchedule(Scheduler scheduler, List<Housekeeping> all) {
        this.scheduler = scheduler;
        this.all = all;
    }

    static JobKey key(Housekeeping housekeeping) {
        return new JobKey(housekeeping.name(), GROUP);
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            for (Housekeeping housekeeping : all) {
                enter(housekeeping);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("The schedule cannot be written to the database: " + e.getMessage(), e);
        }
    }

    private void enter(Housekeeping housekeeping) throws SchedulerException {
        var trigger = trigger(housekeeping);
        var present = scheduler.getTrigger(trigger.getKey());
        if (present == null) {
            try {
                scheduler.scheduleJob(job(housekeeping), trigger);
            } catch (ObjectAlreadyExistsException _) {
                // Another manager that starts just now was quicker; it entered the same.
            }
        } else if (!isSame(present, trigger)) {
            scheduler.rescheduleJob(trigger.getKey(), trigger);
        }
    }

    private static JobDetail job(Housekeeping housekeeping) {
        return JobBuilder.newJob(HousekeepingJob.class)
                .withIdentity(key(housekeeping))
                .build();
    }

    /** After an outage it runs once, not once for every time that was missed. */
    private static CronTrigger trigger(Housekeeping housekeeping) {
        return TriggerBuilder.newTrigger()
                .withIdentity(new TriggerKey(housekeeping.name(), GROUP))
                .forJob(key(housekeeping))
                .withSchedule(
                        CronScheduleBuilder.cronSchedule(housekeeping.rhythm().cron())
                                .inTimeZone(TimeZone.getTimeZone("UTC"))
                                .withMisfireHandlingInstructionFireAndProceed())
                .build();
    }

    private static boolean isSame(Trigger present, CronTrigger wanted) {
        return present instanceof CronTrigger cron
                && cron.getCronExpression().equals(wanted.getCronExpression())
                && cron.getMisfireInstruction() == wanted.getMisfireInstruction();
    }
}
