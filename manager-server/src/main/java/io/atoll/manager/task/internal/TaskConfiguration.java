package io.atoll.manager.task.internal;

import io.atoll.manager.cluster.LeaderFence;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.event.Events;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.TaskEndListener;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the task engine. */
@Configuration(proxyBeanMethods = false)
class TaskConfiguration {
    @Bean
    StepHandlers stepHandlers(ObjectProvider<StepHandler> handlers) {
        return new StepHandlers(handlers::stream);
    }

    @Bean
    PostgresSignals taskSignals(DataSource dataSource, JdbcClient jdbc) {
        return new PostgresSignals(dataSource, jdbc);
    }

    @Bean
    TaskPublisher taskPublisher(Events events, ObjectProvider<TaskEndListener> listeners) {
        return new TaskPublisher(events, listeners::stream);
    }

    @Bean
    TaskTools taskTools(
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            StepHandlers handlers,
            TaskPublisher publisher,
            PostgresSignals signals,
            Clock clock) {
        return new TaskTools(
                jdbc,
                new TransactionTemplate(transactionManager),
                handlers,
                new TaskReader(jdbc, handlers),
                publisher,
                signals,
                clock);
    }

    @Bean
    TaskWaiters taskWaiters() {
        return new TaskWaiters();
    }

    @Bean
    PersistedTasks tasks(TaskTools tools, TaskWaiters waiters, Ids ids) {
        return new PersistedTasks(tools, waiters, ids);
    }

    @Bean
    StepHandler awaitChildren(TaskTools tools, PersistedTasks tasks) {
        return new AwaitChildren(tools.reader(), tasks);
    }

    @Bean
    TaskWorker taskWorker(TaskTools tools, LeaderFence fence, TaskProperties properties) {
        var store = new TaskStore(tools, fence);
        return new TaskWorker(epoch -> new WorkerTerm(
                new TaskEngine(epoch, tools.reader(), store, tools.handlers(), properties, tools.clock()),
                tools.reader(),
                properties.concurrency()));
    }

    /** Joined last, when everything a step may need is made. */
    @Bean
    SmartInitializingSingleton taskHearing(
            PostgresSignals signals, TaskWorker worker, TaskWaiters waiters, Leadership leadership) {
        return () -> {
            signals.listeners(List.of(worker, waiters));
            leadership.onChange(worker);
        };
    }
}
