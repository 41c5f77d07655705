package io.atoll.manager.event.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Follows the outbox: woken by Postgres' notifications, reads what is settled, hands it to the hub. One thread and one
 * connection per manager. When the database goes away it tries again for as long as the manager runs; nothing is lost,
 * because it goes on from the last position it delivered.
 */
@Component
public class OutboxTail implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxTail.class);
    private static final int BATCH = 500;
    /** How soon to look again for an event that is committed but waits for an older transaction to end. */
    private static final int UNSETTLED_WAIT_MS = 20;
    /** Notifications can be missed while reconnecting; this bounds how long that is felt. */
    private static final int IDLE_WAIT_MS = 1_000;

    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(500);

    private final DataSource dataSource;
    private final Outbox outbox;
    private final EventHub hub;
    private volatile EventPosition delivered = EventPosition.START;
    private volatile boolean running;
    private @Nullable Thread thread;

    OutboxTail(DataSource dataSource, Outbox outbox, EventHub hub) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.hub = hub;
    }

    /** Up to where events have been handed to the hub. */
    public EventPosition delivered() {
        return delivered;
    }

    @Override
    public void start() {
        delivered = outbox.newest();
        running = true;
        hub.open();
        thread = Thread.ofVirtual().name("outbox-tail").start(this::follow);
    }

    @Override
    public void stop() {
        running = false;
        hub.endAll();
        Thread current = thread;
        if (current != null) {
            leave(current);
        }
    }

    /** Lets the thread return its connection by itself: an interrupt would break the connection under it. */
    private static void leave(Thread current) {
        try {
            if (!current.join(Duration.ofMillis(2L * IDLE_WAIT_MS))) {
                current.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts after the database is there and stops before the web server waits for its requests to end. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 100;
    }

    private void follow() {
        while (running) {
            try (Connection connection = dataSource.getConnection()) {
                listen(connection);
            } catch (SQLException | DataAccessException e) {
                if (running) {
                    LOG.warn("event tail lost the database, trying again: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + Outbox.CHANNEL);
            try {
                PGConnection postgres = connection.unwrap(PGConnection.class);
                while (running) {
                    boolean unsettled = deliverSettled();
                    postgres.getNotifications(unsettled ? UNSETTLED_WAIT_MS : IDLE_WAIT_MS);
                }
            } finally {
                if (!connection.isClosed()) {
                    statement.execute("unlisten " + Outbox.CHANNEL);
                }
            }
        }
    }

    /** Delivers all that is settled; answers whether something is there that is not settled yet. */
    private boolean deliverSettled() {
        List<StoredEvent> events;
        do {
            events = outbox.after(delivered, BATCH);
            if (!events.isEmpty()) {
                hub.deliver(events);
                delivered = events.getLast().position();
            }
        } while (events.size() == BATCH);
        return outbox.hasMore(delivered);
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT_PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
