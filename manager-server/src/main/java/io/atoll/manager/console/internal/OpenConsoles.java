package io.atoll.manager.console.internal;

import io.atoll.manager.identity.CallerCheck;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The consoles open on this manager. Counts them, so that a forgotten script cannot open thousands, and ends those whose
 * user has logged out, lost the role or was disabled, within a second.
 */
@Component
public class OpenConsoles implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OpenConsoles.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int PING_EVERY_LOOKS = 20;
    private static final int MOST = 500;
    private static final int MOST_OF_ONE_USER = 32;

    private final Set<ConsoleBridge> open = ConcurrentHashMap.newKeySet();
    private final CallerCheck callers;
    private volatile boolean running;
    private @Nullable Thread keeper;

    OpenConsoles(CallerCheck callers) {
        this.callers = callers;
    }

    /** Whether one more may be opened for this user. */
    public boolean hasRoomFor(UUID userId) {
        return open.size() < MOST
                && open.stream()
                                .filter(bridge ->
                                        bridge.ticket().caller().userId().equals(userId))
                                .count()
                        < MOST_OF_ONE_USER;
    }

    public void add(ConsoleBridge bridge) {
        open.add(bridge);
    }

    public void remove(ConsoleBridge bridge) {
        open.remove(bridge);
    }

    @Override
    public void start() {
        running = true;
        keeper = Thread.ofVirtual().name("open-consoles").start(this::keep);
    }

    @Override
    public void stop() {
        running = false;
        Thread current = keeper;
        if (current != null) {
            current.interrupt();
        }
        open.forEach(bridge -> bridge.end(ConsoleEnd.MANAGER_STOPS, "The manager stops."));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void keep() {
        for (int look = 1; running; look++) {
            try {
                Thread.sleep(LOOK_EVERY);
                boolean ping = look % PING_EVERY_LOOKS == 0;
                open.forEach(bridge -> look(bridge, ping));
            } catch (DataAccessException e) {
                LOG.warn("cannot check who has consoles open: {}", e.getMessage());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void look(ConsoleBridge bridge, boolean ping) {
        if (!callers.stillValid(bridge.ticket().caller())) {
            bridge.end(ConsoleEnd.NOT_PERMITTED, "You are logged out, or may no longer open consoles.");
        } else if (ping) {
            bridge.ping();
        }
    }
}
