package io.atoll.manager.schedule.internal;

import io.atoll.manager.schedule.Housekeeping;
import java.util.List;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Enters every {@link Housekeeping} into the schedule before it begins to run. */
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
                ScheduleEntry.enter(scheduler, job(housekeeping), trigger(housekeeping), HousekeepingSchedule::isSame);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("The schedule cannot be written to the database: " + e.getMessage(), e);
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
