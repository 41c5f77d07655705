package io.atoll.manager.schedule.internal;

import io.atoll.manager.schedule.Housekeeping;
import java.util.List;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the house-keeping its name in Quartz says. Its class name is stored in the database: it must not be renamed. */
@DisallowConcurrentExecution
final class HousekeepingJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(HousekeepingJob.class);

    private final List<Housekeeping> all;

    HousekeepingJob(List<Housekeeping> all) {
        this.all = all;
    }

    @Override
    public void execute(JobExecutionContext context) {
        String name = context.getJobDetail().getKey().getName();
        all.stream()
                .filter(housekeeping -> housekeeping.name().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        HousekeepingJob::run,
                        () -> LOG.warn("house-keeping \"{}\" is unknown to this version of the manager", name));
    }

    private static void run(Housekeeping housekeeping) {
        long removed = 0;
        try {
            int batch;
            do {
                batch = housekeeping.removeBatch();
                removed += batch;
            } while (batch > 0 && !Thread.currentThread().isInterrupted());
        } catch (RuntimeException e) {
            LOG.warn("house-keeping \"{}\" ended early, the next run goes on: {}", housekeeping.name(), e.toString());
        }
        if (removed > 0) {
            LOG.info("house-keeping \"{}\" removed {} rows", housekeeping.name(), removed);
        }
    }
}
