package io.atoll.manager.metrics;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest samples. Empty where none came lately. */
public interface LiveSamples {
    Optional<HostSample> host(HostId host);

    Optional<VmSample> vm(VmId vm);

    /**
     * What a host used when it was last asked. What is null is not known.
     *
     * @param cpuMeanMillicores over about the last minute, what is newer counting more
     */
    record HostSample(
            HostId id,
            Instant at,
            @Nullable Long cpuUsedMillicores,
            @Nullable Double cpuMeanMillicores,
            long memoryUsedMiB,
            int vmCount,
            @Nullable Long netRxBytesPerSecond,
            @Nullable Long netTxBytesPerSecond) {
        /** The same figures, taken at another time. */
        public HostSample takenAt(Instant time) {
            return new HostSample(
                    id,
                    time,
                    cpuUsedMillicores,
                    cpuMeanMillicores,
                    memoryUsedMiB,
                    vmCount,
                    netRxBytesPerSecond,
                    netTxBytesPerSecond);
        }
    }

    /**
     * What a VM used on its host when the host was last asked. What is null is not known.
     *
     * @param cpuMeanMillicores over about the last minute, what is newer counting more
     */
    record VmSample(
            VmId id,
            Instant at,
            @Nullable Long cpuUsedMillicores,
            @Nullable Double cpuMeanMillicores,
            long memoryResidentMiB,
            @Nullable Long diskReadBytesPerSecond,
            @Nullable Long diskWriteBytesPerSecond,
            @Nullable Long netRxBytesPerSecond,
            @Nullable Long netTxBytesPerSecond) {
        /** The same figures, taken at another time. */
        public VmSample takenAt(Instant time) {
            return new VmSample(
                    id,
                    time,
                    cpuUsedMillicores,
                    cpuMeanMillicores,
                    memoryResidentMiB,
                    diskReadBytesPerSecond,
                    diskWriteBytesPerSecond,
                    netRxBytesPerSecond,
                    netTxBytesPerSecond);
        }
    }
}
