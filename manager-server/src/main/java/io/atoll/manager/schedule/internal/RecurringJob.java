package io.atoll.manager.schedule.internal;

import io.atoll.manager.schedule.Recurring;
import java.util.List;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what its name in Quartz says. Its class name is stored in the database: it must not be renamed. */
@DisallowConcurrentExecution
final class RecurringJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(RecurringJob.class);

    private final List<Recurring> all;

    RecurringJob(List<Recurring> all) {
        this.all = all;
    }

    @Override
    public void execute(JobExecutionContext context) {
        String name = context.getJobDetail().getKey().getName();
        all.stream()
                .filter(recurring -> recurring.name().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        RecurringJob::run, () -> LOG.warn("\"{}\" is unknown to this version of the manager", name));
    }

    private static void run(Recurring recurring) {
        try {
            recurring.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "\"{}\" ended early, it is done again in {}: {}",
                    recurring.name(),
                    recurring.every(),
                    e.toString());
        }
    }
}
