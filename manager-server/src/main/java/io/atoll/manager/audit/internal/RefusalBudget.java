package io.atoll.manager.audit.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How many refusals of somebody unknown are written out: a hundred a minute from one address. The rest is counted, and the
 * count stands in the next row, so that nobody can fill the disk by being refused.
 */
@Component
class RefusalBudget {
    private static final int ROWS = 100;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    RefusalBudget(Clock clock) {
        this.clock = clock;
    }

    private record Window(Instant begun, int seen) {}

    /** A note to add to the row's detail, "all" when there is nothing to add; empty when no row is to be written. */
    synchronized Optional<String> spend(String address) {
        Instant now = clock.instant();
        Window window = windows.get(address);
        if (window == null || Duration.between(window.begun(), now).compareTo(WINDOW) >= 0) {
            int unwritten = window == null ? 0 : Math.max(0, window.seen() - ROWS);
            windows.put(address, new Window(now, 1));
            return Optional.of(unwritten == 0 ? "all" : " (and %d more from this address before)".formatted(unwritten));
        }
        windows.put(address, new Window(window.begun(), window.seen() + 1));
        return window.seen() < ROWS ? Optional.of("all") : Optional.empty();
    }
}
