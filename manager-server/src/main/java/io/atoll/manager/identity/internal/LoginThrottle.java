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
 * Slows down guessing. For one user from one address: after five failures each further one doubles the wait, from one
 * second to five minutes; by user and address, so that nobody can lock others out. For one address and whatever names: a
 * hundred failures, and one more each second; whoever has logged in from there before is not held up by them. Kept in
 * memory, per manager, bounded.
 */
@Component
class LoginThrottle {
    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);
    private static final int FAILURES_OF_AN_ADDRESS = 100;
    private static final int MOST_ENTRIES = 10_000;

    private final Clock clock;
    private final Map<Key, Failures> failures = new Bounded<>();
    private final Map<String, Spent> addresses = new Bounded<>();
    private final Map<Key, Boolean> welcome = new Bounded<>();

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

    /** How much of an address's failures was left unforgiven at a time; one is forgiven each second. */
    private record Spent(double failures, Instant at) {
        double now(Instant now) {
            double seconds = Math.max(0, Duration.between(at, now).toMillis() / 1_000.0);
            return Math.max(0, failures - seconds);
        }
    }

    /** How long this user at this address has to wait before the next try, if at all. */
    synchronized Optional<Duration> waitFor(String username, String address) {
        Instant now = clock.instant();
        Key key = key(username, address);
        Duration left = Duration.ZERO;
        Failures known = failures.get(key);
        if (known != null) {
            left = Duration.between(now, known.last().plus(known.penalty()));
        }
        Spent spent = addresses.get(address);
        if (!left.isPositive() && spent != null && !welcome.containsKey(key)) {
            left = Duration.ofMillis(Math.round(1_000 * (spent.now(now) - (FAILURES_OF_AN_ADDRESS - 1))));
        }
        return left.isPositive() ? Optional.of(left) : Optional.empty();
    }

    synchronized void failed(String username, String address) {
        Instant now = clock.instant();
        failures.merge(key(username, address), new Failures(1, now), (before, one) -> again(before, now));
        addresses.merge(address, new Spent(1, now), (before, one) -> new Spent(before.now(now) + 1, now));
    }

    private static Failures again(Failures before, Instant now) {
        boolean fresh = Duration.between(before.last(), now).compareTo(FORGOTTEN_AFTER) > 0;
        return new Failures(fresh ? 1 : before.count() + 1, now);
    }

    synchronized void succeeded(String username, String address) {
        failures.remove(key(username, address));
        welcome.put(key(username, address), true);
    }

    private static Key key(String username, String address) {
        return new Key(username.toLowerCase(Locale.ROOT), address);
    }

    /** Forgets what was used the longest ago. */
    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Bounded() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST_ENTRIES;
        }
    }
}
