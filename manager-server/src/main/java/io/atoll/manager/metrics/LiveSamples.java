package io.atoll.manager.metrics;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.Optional;

/** The newest samples. Empty where none came lately. */
public interface LiveSamples {
    Optional<HostSample> host(HostId host);

    Optional<VmSample> vm(VmId vm);

    /** What a host used when it was last asked. */
    record HostSample(
            HostId id,
            Instant at,
            long cpuUsedMillicores,
            long memoryUsedMiB,
            int vmCount,
            long netRxBytesPerSecond,
            long netTxBytesPerSecond) {
        /** The same figures, taken at another time. */
        public HostSample takenAt(Instant time) {
            return new HostSample(
                    id, time, cpuUsedMillicores, memoryUsedMiB, vmCount, netRxBytesPerSecond, netTxBytesPerSecond);
        }
    }

    /** What a VM used on its host when the host was last asked. */
    record VmSample(
            VmId id,
            Instant at,
            long cpuUsedMillicores,
            long memoryResidentMiB,
            long diskReadBytesPerSecond,
            long diskWriteBytesPerSecond,
            long netRxBytesPerSecond,
            long netTxBytesPerSecond) {
        /** The same figures, taken at another time. */
        public VmSample takenAt(Instant time) {
            return new VmSample(
                    id,
                    time,
                    cpuUsedMillicores,
                    memoryResidentMiB,
                    diskReadBytesPerSecond,
                    diskWriteBytesPerSecond,
                    netRxBytesPerSecond,
                    netTxBytesPerSecond);
        }
    }
}
