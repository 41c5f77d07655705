package io.atoll.hypervisor.api;

import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counters of one VM since its process started; differences of two samples of the same process are rates. What nobody can
 * tell is null, never zero.
 *
 * @param process what is counted; another one has counters of its own
 */
public record VmSample(
        VmId vm,
        Instant at,
        ProcessIdentity process,
        Cpu cpu,
        Memory memory,
        @Nullable Traffic disk,
        @Nullable Traffic network) {

    /**
     * Processor time since the process started.
     *
     * @param used processor time of the whole process, emulation included
     * @param ready how long the virtual processors' threads were runnable and waited for a processor of the host. KVM tells
     *     its guests this same time as steal ({@code record_steal_time} in the kernel's {@code arch/x86/kvm/x86.c} adds up the
     *     thread's {@code run_delay}, which is the second figure of {@code schedstat})
     * @param vcpuCount the threads counted in {@code ready}
     */
    public record Cpu(Duration used, @Nullable Duration ready, int vcpuCount) {}

    /**
     * Memory at this moment.
     *
     * @param residentBytes of the host's memory, by the process
     * @param swapBytes of the process, swapped out by the host
     * @param balloonBytes what the balloon leaves to the guest
     * @param activeBytes total less available memory, as the guest's balloon driver says
     * @param dirtyBytesPerSecond how fast the guest writes to memory, by a sample of its pages; measured now and then
     */
    public record Memory(
            long residentBytes,
            @Nullable Long swapBytes,
            @Nullable Long balloonBytes,
            @Nullable Long activeBytes,
            @Nullable Long dirtyBytesPerSecond) {}

    /**
     * What was moved, from the guest's point of view.
     *
     * @param inBytes read from disks, or received
     * @param outBytes written to disks, or sent
     * @param inCount reads, or packets received
     * @param outCount writes, or packets sent
     */
    public record Traffic(long inBytes, long outBytes, long inCount, long outCount) {

        public static final Traffic NONE = new Traffic(0, 0, 0, 0);

        public Traffic plus(Traffic other) {
            return new Traffic(
                    inBytes + other.inBytes,
                    outBytes + other.outBytes,
                    inCount + other.inCount,
                    outCount + other.outCount);
        }
    }
}
