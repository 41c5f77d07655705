package io.atoll.manager.platform.internal;

import io.atoll.manager.platform.Ids;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * UUIDv7 as in RFC 9562, method 1: 48 bits of milliseconds, a 12-bit counter that starts anew at a random low value in each
 * millisecond, 62 random bits. Ids of one manager never go backwards, also when its clock does.
 */
final class TimeOrderedIds implements Ids {
    private static final int COUNTER_LIMIT = 1 << 12;
    private static final int COUNTER_START_LIMIT = 1 << 8;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;
    private static final long RANDOM_62_BITS = 0x3fff_ffff_ffff_ffffL;

    private final Clock clock;
    private final RandomGenerator random;
    private long lastMillis;
    private int counter;

    TimeOrderedIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized UUID next() {
        long nowMillis = clock.millis();
        if (nowMillis > lastMillis) {
            lastMillis = nowMillis;
            counter = random.nextInt(COUNTER_START_LIMIT);
        } else if (++counter == COUNTER_LIMIT) {
            lastMillis++;
            counter = random.nextInt(COUNTER_START_LIMIT);
        }
        return new UUID(lastMillis << 16 | VERSION_7 | counter, VARIANT_RFC | (random.nextLong() & RANDOM_62_BITS));
    }
}
