package io.atoll.manager.identity.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: after five failures for one user from one address, each further one doubles the wait, from one
 * second to five minutes. By user and address, so that nobody can lock others out. Kept in memory, per manager, bounded.
 */
@Component
class LoginThrottle {
    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);
    private static final int MOST_ENTRIES = 10_000;

    private final Clock clock;
    private final Map<Key, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
            return size() > MOST_ENTRIES;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Key(String username, String address) {}

    private record Failures(int count, Instant last) {
        Duration penalty() {
            int beyond = count - FREE_FAILURES;
            return beyond < 0 ? Duration.ZERO : min(Duration.ofSeconds(1L << Math.min(beyond, 20)), LONGEST_WAIT);
        }

        private static Duration min(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }

    /** How long this user at this address has to wait before the next try, if at all. */
    synchronized Optional<Duration> waitFor(String username, String address) {
        Failures known = failures.get(key(username, address));
        if (known == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), known.last().plus(known.penalty()));
        return left.isPositive() ? Optional.of(left) : Optional.empty();
    }

    synchronized void failed(String username, String address) {
        Instant now = clock.instant();
        failures.merge(key(username, address), new Failures(1, now), (before, one) -> again(before, now));
    }

    private static Failures again(Failures before, Instant now) {
        boolean fresh = Duration.between(before.last(), now).compareTo(FORGOTTEN_AFTER) > 0;
        return new Failures(fresh ? 1 : before.count() + 1, now);
    }

    synchronized void succeeded(String username, String address) {
        failures.remove(key(username, address));
    }

    private static Key key(String username, String address) {
        return new Key(username.toLowerCase(Locale.ROOT), address);
    }
}
