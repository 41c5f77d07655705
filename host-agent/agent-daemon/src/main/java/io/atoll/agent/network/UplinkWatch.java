package io.atoll.agent.network;

import io.atoll.ha.storage.BootClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the interface that connects guests with the world has a carrier. A change counts once it has lasted: a switch that
 * restarts must not move every guest, and a cable that is loose must not move them to and fro.
 */
final class UplinkWatch {
    static final Duration LASTS = Duration.ofSeconds(5);

    private final Path carrier;
    private final LongSupplier nanos;
    private boolean counted = true;
    private boolean seen = true;
    private long seenSinceNanos;

    UplinkWatch(Path carrier, LongSupplier nanos) {
        this.carrier = carrier;
        this.nanos = nanos;
        seenSinceNanos = nanos.getAsLong();
    }

    static UplinkWatch of(String name) {
        return new UplinkWatch(Path.of("/sys/class/net", name, "carrier"), BootClock::nanos);
    }

    /** To be asked at least once a second. */
    synchronized boolean hasCarrier() {
        var now = nanos.getAsLong();
        var present = read();
        if (present != seen) {
            seen = present;
            seenSinceNanos = now;
        }
        if (now - seenSinceNanos >= LASTS.toNanos()) {
            counted = seen;
        }
        return counted;
    }

    /** The kernel refuses to read it while the interface is switched off, and the file goes with the interface. */
    private boolean read() {
        try {
            return Files.readString(carrier).strip().equals("1");
        } catch (IOException _) {
            return false;
        }
    }
}
