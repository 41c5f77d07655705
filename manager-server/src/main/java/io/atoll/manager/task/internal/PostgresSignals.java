package io.atoll.manager.task.internal;

import io.atoll.manager.task.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Signals by Postgres NOTIFY, so that they are heard exactly when the change is committed, on every manager; on this
 * manager also directly after the commit, so that its own work begins without a detour. Holds one connection.
 */
final class PostgresSignals implements TaskSignals, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSignals.class);
    private static final String WAKE = "atoll_task_wake";
    private static final String ENDED = "atoll_task_ended";
    private static final int LISTEN_MS = 10_000;
    private static final int AFTER_A_FAULT_MS = 1_000;

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private List<Listener> listeners = List.of();
    private volatile boolean running;
    private @Nullable Thread thread;

    PostgresSignals(DataSource dataSource, JdbcClient jdbc) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
    }

    /** Before the start. */
    void listeners(List<Listener> all) {
        listeners = List.copyOf(all);
    }

    @Override
    public void wake(TaskId task) {
        signal(WAKE, task);
        afterCommit(() -> listeners.forEach(listener -> listener.woken(task)));
    }

    @Override
    public void ended(TaskId task) {
        signal(ENDED, task);
        afterCommit(() -> listeners.forEach(listener -> listener.ended(task)));
    }

    private void signal(String channel, TaskId task) {
        jdbc.sql("select pg_notify(:channel, :task)")
                .param("channel", channel)
                .param("task", task.toString())
                .query((_, _) -> "")
                .list();
    }

    private static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("atoll-task-signals").start(this::listen);
    }

    @Override
    public void stop() {
        running = false;
        var listening = thread;
        if (listening != null) {
            listening.interrupt(); // On a virtual thread this also ends the wait on the connection.
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void listen() {
        while (running) {
            try (var connection = dataSource.getConnection()) {
                listenOn(connection);
            } catch (SQLException e) {
                if (running) {
                    LOG.warn("Lost the connection that hears of tasks ({}); connecting again.", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + WAKE);
            statement.execute("listen " + ENDED);
        }
        listeners.forEach(Listener::missed);
        var postgres = connection.unwrap(PGConnection.class);
        try {
            while (running) {
                var heard = postgres.getNotifications(LISTEN_MS);
                for (var notification : heard == null ? new org.postgresql.PGNotification[0] : heard) {
                    hear(notification.getName(), notification.getParameter());
                }
            }
        } finally {
            stopListening(connection);
        }
    }

    /** The connection goes back to a pool; at the end, when that closes too, the interrupt has broken it already. */
    private void stopListening(Connection connection) throws SQLException {
        if (running && !connection.isClosed()) {
            try (var statement = connection.createStatement()) {
                statement.execute("unlisten *");
            }
        }
    }

    private void hear(String channel, String parameter) {
        try {
            var task = new TaskId(UUID.fromString(parameter));
            for (var listener : listeners) {
                if (channel.equals(WAKE)) {
                    listener.woken(task);
                } else {
                    listener.ended(task);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("Could not act on signal {} {}: {}", channel, parameter, e.toString());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_A_FAULT_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
