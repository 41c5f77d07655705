package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a guest's balloon driver says of its memory. QEMU asks the driver every {@link #POLLING}, so nobody looks more often.
 * The guest may say anything; more than it was given is no figure, and would make its whole host unbelievable to the manager.
 * The figures and their meaning: QEMU's {@code docs/interop/virtio-balloon-stats.rst}.
 */
final class GuestMemory {
    private static final Duration POLLING = Duration.ofSeconds(10);
    /** A driver that said nothing for so long is gone: the guest restarts, or its module was unloaded. */
    private static final Duration STALE = POLLING.multipliedBy(4);

    private static final String DEVICE = "/machine/peripheral/" + QemuCommandLine.BALLOON;

    private final QemuRun run;
    private boolean polled;
    private long readAtNanos;
    private long answeredAtSeconds;
    private long answerSeenAtNanos;
    private Reading last = Reading.UNKNOWN;

    GuestMemory(QemuRun run) {
        this.run = run;
    }

    /** What is null is not known. */
    record Reading(@Nullable Long balloonBytes, @Nullable Long activeBytes) {
        static final Reading UNKNOWN = new Reading(null, null);
    }

    /**
     * Asks QEMU only while the guest runs: between two hosts every question would make it stand still for longer. {@code memoryBytes}
     * is what the guest was given.
     */
    Reading read(boolean running, long memoryBytes) throws QmpException {
        var now = System.nanoTime();
        if (running && (!polled || now - readAtNanos >= POLLING.toNanos())) {
            readAtNanos = now;
            last = ask(memoryBytes);
        }
        return last;
    }

    private Reading ask(long memoryBytes) throws QmpException {
        try {
            if (!polled) {
                run.execute("qom-set", property("guest-stats-polling-interval").put("value", POLLING.toSeconds()));
                polled = true;
            }
            var balloon = number(run.execute("query-balloon").path("actual"));
            var stats = run.execute("qom-get", property("guest-stats"));
            return new Reading(balloon, isFresh(stats) ? active(stats, memoryBytes) : null);
        } catch (QmpException e) {
            if (e.kind() == QmpException.Kind.REFUSED) {
                polled = true;
                return new Reading(null, null); // no balloon in this VM
            }
            throw e;
        }
    }

    private static ObjectNode property(String name) {
        return StrictJson.object().put("path", DEVICE).put("property", name);
    }

    /** Told by how long ago the time of the last answer changed, not by that time itself: clocks are set. */
    private boolean isFresh(JsonNode guestStats) {
        var now = guestStats.path("last-update").asLong(0);
        if (now != answeredAtSeconds) {
            answeredAtSeconds = now;
            answerSeenAtNanos = readAtNanos;
        }
        return now > 0 && readAtNanos - answerSeenAtNanos <= STALE.toNanos();
    }

    /** A figure the driver does not have reads as 2^64 - 1, and all of them read so until it has said something. */
    static @Nullable Long active(JsonNode guestStats, long memoryBytes) {
        var stats = guestStats.path("stats");
        var total = number(stats.path("stat-total-memory"));
        var available = number(stats.path("stat-available-memory"));
        if (total == null || available == null || total > memoryBytes || available > total) {
            return null;
        }
        return total - available;
    }

    private static @Nullable Long number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >= 0 ? node.asLong() : null;
    }
}
