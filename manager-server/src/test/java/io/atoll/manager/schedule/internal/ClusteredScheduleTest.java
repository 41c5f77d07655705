package io.atoll.manager.schedule.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.Rhythm;
import io.atoll.manager.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Two managers' schedulers, with the product's own settings, on one database. */
@SuppressWarnings("JavaUtilDate") // Quartz knows no other
class ClusteredScheduleTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TriggerKey TRIGGER = new TriggerKey("probe", HousekeepingSchedule.GROUP);

    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient jdbc = database.jdbc();
    private final Probe probe = new Probe(new AtomicInteger());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void ofTwoManagersExactlyOneRunsWhatIsDue() {
        jdbc.sql("create table fired (due timestamptz not null, manager text not null)")
                .update();
        int runs = 30;
        manager()
                .run(first -> manager().run(second -> {
                    var scheduler = first.getBean(Scheduler.class);
                    assertThat(scheduler.getSchedulerInstanceId())
                            .isNotEqualTo(second.getBean(Scheduler.class).getSchedulerInstanceId());
                    scheduleMany(scheduler, runs);
                    await().atMost(LONG).until(() -> !scheduler.checkExists(new JobKey("recording")));
                    assertThat(count("select count(*) from fired")).isEqualTo(runs);
                    assertThat(count("select count(distinct due) from fired")).isEqualTo(runs);
                }));
    }

    @Test
    void afterAnOutageWhatWasMissedRunsOnceInAll() {
        manager().withPropertyValues("spring.quartz.auto-startup=false").run(context -> {
            assertThat(context.getBean(Scheduler.class).checkExists(TRIGGER)).isTrue();
        });
        assertThat(probe.runs).hasValue(0);
        long threeDaysAgo = Clock.systemUTC().millis() - Duration.ofDays(3).toMillis();
        jdbc.sql("update qrtz_triggers set next_fire_time = :then")
                .param("then", threeDaysAgo)
                .update();

        manager()
                .run(first -> manager().run(second -> {
                    await().atMost(LONG)
                            .until(() -> probe.runs.get() > 0 && isDueLater(second.getBean(Scheduler.class)));
                    assertThat(probe.runs).hasValue(1);
                }));
    }

    @Test
    void aManagersStartMovesNoDueTimeUnlessTheRhythmChanged() {
        var asleep = manager().withPropertyValues("spring.quartz.auto-startup=false");
        asleep.run(context -> assertThat(context).hasNotFailed());
        long moved = Clock.systemUTC().millis() + Duration.ofMinutes(3).toMillis();
        jdbc.sql("update qrtz_triggers set next_fire_time = :then")
                .param("then", moved)
                .update();
        asleep.run(context -> assertThat(
                        context.getBean(Scheduler.class).getTrigger(TRIGGER).getNextFireTime())
                .isEqualTo(new Date(moved)));
        jdbc.sql("update qrtz_cron_triggers set cron_expression = '0 0 0 1 1 ? 2099'")
                .update();
        asleep.run(context -> assertThat(
                        context.getBean(Scheduler.class).getTrigger(TRIGGER).getNextFireTime())
                .isBefore(
                        new Date(Clock.systemUTC().millis() + Duration.ofDays(1).toMillis() + 1)));
    }

    @Test
    void nothingInTheDatabaseIsSerializedJava() {
        manager().run(context -> assertThat(context).hasNotFailed());
        assertThat(count("select count(*) from qrtz_job_details where position('\\xaced'::bytea in job_data) = 1"))
                .isZero();
        assertThat(count("select count(*) from qrtz_job_details")).isOne();
    }

    private static boolean isDueLater(Scheduler scheduler) throws SchedulerException {
        return scheduler
                .getTrigger(TRIGGER)
                .getNextFireTime()
                .after(new Date(Clock.systemUTC().millis()));
    }

    /** Triggers of one job, due at nearly the same moment: both schedulers reach for them. The job goes with the last. */
    private static void scheduleMany(Scheduler scheduler, int count) throws SchedulerException {
        var job = JobBuilder.newJob(Recording.class).withIdentity("recording").build();
        long start = Clock.systemUTC().millis() + 1_500;
        var triggers =
                IntStream.range(0, count).mapToObj(i -> trigger(i, start)).collect(Collectors.toSet());
        scheduler.scheduleJob(job, triggers, false);
    }

    private static Trigger trigger(int number, long start) {
        return TriggerBuilder.newTrigger()
                .withIdentity("recording-" + number)
                .forJob("recording")
                .startAt(new Date(start + number))
                .build();
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }

    private ApplicationContextRunner manager() {
        return new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(QuartzAutoConfiguration.class))
                .withPropertyValues("spring.quartz.properties.org.quartz.scheduler.idleWaitTime=1000")
                .withBean(DataSource.class, database::dataSource, bean -> bean.setDestroyMethodName(""))
                .withBean(PlatformTransactionManager.class, database::transactionManager)
                .withBean(JdbcClient.class, database::jdbc)
                .withBean(Housekeeping.class, () -> probe)
                .withUserConfiguration(HousekeepingSchedule.class);
    }

    /** House-keeping that counts how often it was called. */
    private record Probe(AtomicInteger runs) implements Housekeeping {
        @Override
        public String name() {
            return "probe";
        }

        @Override
        public Rhythm rhythm() {
            return Rhythm.DAILY;
        }

        @Override
        public int removeBatch() {
            runs.incrementAndGet();
            return 0;
        }
    }

    /** Notes in the database which scheduler ran which trigger. */
    static final class Recording implements Job {
        private final JdbcClient jdbc;

        Recording(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public void execute(JobExecutionContext context) throws JobExecutionException {
            try {
                jdbc.sql("insert into fired (due, manager) values (to_timestamp(:due / 1000.0), :manager)")
                        .param("due", context.getScheduledFireTime().getTime())
                        .param("manager", context.getScheduler().getSchedulerInstanceId())
                        .update();
            } catch (SchedulerException e) {
                throw new JobExecutionException(e);
            }
        }
    }
}
