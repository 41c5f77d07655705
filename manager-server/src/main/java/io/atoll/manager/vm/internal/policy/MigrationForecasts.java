package io.atoll.manager.vm.internal.policy;

import io.atoll.manager.metrics.MemoryFigures;
import io.atoll.manager.vm.MigrationPast;
import io.atoll.manager.vm.internal.VmChanges;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Says what a migration is expected to take before it begins, from how fast its guest writes to memory now. */
@Component
public class MigrationForecasts {
    /** A gigabit a second: what the slowest network in use carries. */
    private static final long ASSUMED_BYTES_PER_SECOND = 119L << 20;

    private static final int MEBIBYTE_SHIFT = 20;

    private final VmChanges vms;
    private final MigrationPolicyStore policies;
    private final MigrationPast past;
    private final MemoryFigures figures;
    private final Clock clock;

    MigrationForecasts(
            VmChanges vms, MigrationPolicyStore policies, MigrationPast past, MemoryFigures figures, Clock clock) {
        this.vms = vms;
        this.policies = policies;
        this.past = past;
        this.figures = figures;
        this.clock = clock;
    }

    /** Where the speed of the copying comes from. Names are API. */
    public enum BandwidthBasis {
        /** The last migrations of the cluster. */
        MEASURED,
        /** What the cluster's policy allows, which is less than was measured, or nothing was. */
        POLICY,
        /** Nobody has migrated yet: a gigabit a second. */
        ASSUMED
    }

    /**
     * What a migration is expected to take.
     *
     * @param memoryBytes what there is to send: what the guest has touched
     * @param dirtyBytesPerSecond how fast it writes to memory, as its host has measured; null: not yet, and nothing is counted for it
     * @param fits whether it will end by itself; if not, it is given up at its deadline, and the guest stays where it is
     * @param passes over the guest's memory
     * @param pauseMs how long the guest stands still: the longer of what the copying needs and what its last migrations, or the
     *     cluster's, were measured to take
     * @param pauseLimitMs the pause of the policy's ladder it fits into
     * @param throttlePercent how much the guest has to be slowed down; 0: not at all
     * @param note in words
     */
    public record View(
            long memoryBytes,
            @Nullable Long dirtyBytesPerSecond,
            long bandwidthBytesPerSecond,
            BandwidthBasis bandwidthBasis,
            boolean fits,
            int passes,
            long bytes,
            double copySeconds,
            long pauseMs,
            int pauseLimitMs,
            int throttlePercent,
            String note) {}

    private record Bandwidth(long bytesPerSecond, BandwidthBasis basis) {}

    /** Empty where nobody has measured the VM lately. {@code longestPauseMs}: 0 for the policy's ladder. */
    @Transactional
    public Optional<View> of(VmId id, int longestPauseMs) {
        var vm = vms.lock(id);
        var now = clock.instant();
        var reading = figures.of(id, now);
        if (reading.isEmpty()) {
            return Optional.empty();
        }
        var cluster = vm.spec().clusterId();
        var policy = policies.of(cluster);
        var measured = past.measured(cluster, now);
        var memory = Math.min(reading.get().residentBytes(), vm.spec().memory().value() << MEBIBYTE_SHIFT);
        var dirty = reading.get().dirtyBytesPerSecond();
        var bandwidth = bandwidth(policy, measured);
        var forecast = PreCopy.of(new PreCopy.Facts(
                memory,
                dirty == null ? 0 : dirty,
                bandwidth.bytesPerSecond,
                policy.ladderUpTo(longestPauseMs),
                policy.autoConverge()));
        var pauseBefore = measured.map(found -> found.pauses().ofMs(id)).orElse(0L);
        return Optional.of(view(memory, dirty, bandwidth, forecast, pauseBefore));
    }

    private static Bandwidth bandwidth(MigrationPolicy policy, Optional<MigrationPast.Measured> past) {
        var limit = policy.bandwidthBytesPerSecond();
        var found = past.map(measured -> new Bandwidth(measured.bytesPerSecond(), BandwidthBasis.MEASURED))
                .orElse(new Bandwidth(ASSUMED_BYTES_PER_SECOND, BandwidthBasis.ASSUMED));
        return limit > 0 && (past.isEmpty() || limit < found.bytesPerSecond)
                ? new Bandwidth(limit, BandwidthBasis.POLICY)
                : found;
    }

    private static View view(
            long memory, @Nullable Long dirty, Bandwidth bandwidth, PreCopy.Forecast forecast, long pauseBefore) {
        return new View(
                memory,
                dirty,
                bandwidth.bytesPerSecond,
                bandwidth.basis,
                forecast.fits(),
                forecast.passes(),
                forecast.bytes(),
                forecast.copyMs() / 1e3,
                Math.max(forecast.pauseMs(), pauseBefore),
                forecast.pauseLimitMs(),
                forecast.throttlePercent(),
                note(dirty, bandwidth, forecast));
    }

    private static String note(@Nullable Long dirty, Bandwidth bandwidth, PreCopy.Forecast forecast) {
        if (dirty == null) {
            return "Its host has not measured yet how fast the guest writes to memory: this is the least it takes.";
        }
        if (!forecast.fits()) {
            return ("The guest writes %d MiB of memory per second and the network carries %d: the rest never fits into a pause of"
                            + " %d ms. Allow a longer pause or more bandwidth, or move it when it does less.")
                    .formatted(
                            dirty >> MEBIBYTE_SHIFT,
                            bandwidth.bytesPerSecond >> MEBIBYTE_SHIFT,
                            forecast.pauseLimitMs());
        }
        return forecast.throttlePercent() == 0
                ? ""
                : "The guest writes to memory so fast that it has to be slowed down by %d %% to fit into a pause of %d ms."
                        .formatted(forecast.throttlePercent(), forecast.pauseLimitMs());
    }
}
