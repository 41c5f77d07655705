package io.atoll.hypervisor.api;

import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;

/**
 * Counters of one VM since its process started; differences of two samples are rates.
 *
 * @param cpuTime processor time used by the whole process, emulation included
 */
public record VmSample(VmId vm, Instant at, Duration cpuTime, long residentBytes, Traffic disk, Traffic network) {

    /**
     * Bytes moved, from the guest's point of view.
     *
     * @param inBytes read from disks, or received
     * @param outBytes written to disks, or sent
     */
    public record Traffic(long inBytes, long outBytes) {

        /** Nobody counts (user-mode networking). */
        public static final Traffic UNKNOWN = new Traffic(-1, -1);

        public static final Traffic NONE = new Traffic(0, 0);

        public Traffic plus(Traffic other) {
            return new Traffic(inBytes + other.inBytes, outBytes + other.outBytes);
        }
    }
}
