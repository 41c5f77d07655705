package io.atoll.manager.schedule.internal;

import io.atoll.manager.schedule.Recurring;
import java.util.List;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Enters every {@link Recurring} into the schedule before it begins to run, the way house-keeping is entered. */
@Component
class RecurringSchedule implements SmartInitializingSingleton {
    private static final String GROUP = "recurring";

    private final Scheduler scheduler;
    private final List<Recurring> all;

    RecurringSchedule(Scheduler scheduler, List<Recurring> all) {
        this.scheduler = scheduler;
        this.all = all;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            for (Recurring recurring : all) {
                var job = new JobKey(recurring.name(), GROUP);
                ScheduleEntry.enter(
                        scheduler,
                        JobBuilder.newJob(RecurringJob.class).withIdentity(job).build(),
                        trigger(recurring, job),
                        RecurringSchedule::isSame);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("The schedule cannot be written to the database: " + e.getMessage(), e);
        }
    }

    private static SimpleTrigger trigger(Recurring recurring, JobKey job) {
        return TriggerBuilder.newTrigger()
                .withIdentity(new TriggerKey(recurring.name(), GROUP))
                .forJob(job)
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(recurring.every().toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }

    private static boolean isSame(Trigger present, SimpleTrigger wanted) {
        return present instanceof SimpleTrigger simple && simple.getRepeatInterval() == wanted.getRepeatInterval();
    }
}
