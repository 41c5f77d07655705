package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How fast a guest writes to memory, as QEMU finds by hashing a sample of its pages twice, a second apart ({@code migration/dirtyrate.c}
 * in QEMU). That tells before a migration how it will go; it is measured anew every {@link #EVERY}, which costs a millisecond or two.
 */
final class DirtyRate {
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final int MEASURED_SECONDS = 1;
    /** Of each GiB. QEMU's default of 512 sees one small guest's writing in steps of tens of MiB. */
    private static final int SAMPLE_PAGES = 4096;

    private static final int MOST_REFUSALS = 3;

    private static final long MEBIBYTE_BYTES = 1L << 20;
    private static final long MOST_MEBIBYTES_PER_SECOND = 1L << 20;

    private final QemuRun run;
    private boolean asked;
    private boolean measuring;
    private boolean unknown;
    private int refusals;
    private long askedAtNanos;
    private @Nullable Long lastBytesPerSecond;

    DirtyRate(QemuRun run) {
        this.run = run;
    }

    /** Null until it was measured, and where QEMU cannot. Nothing is asked while the guest does not run: it then moves or stands. */
    @Nullable
    Long read(boolean running) throws QmpException {
        if (running && !unknown) {
            try {
                look();
            } catch (QmpException e) {
                if (e.kind() != QmpException.Kind.REFUSED) {
                    throw e;
                }
                // One that an earlier run of the agent began may still go on; a QEMU that cannot says so each time.
                unknown = ++refusals >= MOST_REFUSALS;
            }
        }
        return lastBytesPerSecond;
    }

    private void look() throws QmpException {
        var now = System.nanoTime();
        if (measuring) {
            var answer = run.execute("query-dirty-rate");
            switch (answer.path("status").asString("")) {
                case "measured" -> {
                    measuring = false;
                    lastBytesPerSecond = bytesPerSecond(answer);
                }
                case "unstarted" -> measuring = false;
                default -> {}
            }
        } else if (!asked || now - askedAtNanos >= EVERY.toNanos()) {
            asked = true;
            askedAtNanos = now;
            run.execute(
                    "calc-dirty-rate",
                    StrictJson.object().put("calc-time", MEASURED_SECONDS).put("sample-pages", SAMPLE_PAGES));
            measuring = true;
        }
    }

    /** A process that a guest has taken over may say anything: more than memory can be written is no figure. */
    static @Nullable Long bytesPerSecond(JsonNode answer) {
        var rate = answer.path("dirty-rate");
        return rate.isIntegralNumber() && rate.asLong(-1) >= 0 && rate.asLong(-1) <= MOST_MEBIBYTES_PER_SECOND
                ? (Long) (rate.asLong() * MEBIBYTE_BYTES)
                : null;
    }
}
