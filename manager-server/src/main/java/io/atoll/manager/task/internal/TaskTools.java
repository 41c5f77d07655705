package io.atoll.manager.task.internal;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What the parts of this package share. */
record TaskTools(
        JdbcClient jdbc,
        TransactionOperations transactions,
        StepHandlers handlers,
        TaskReader reader,
        TaskPublisher publisher,
        TaskSignals signals,
        Clock clock) {}
