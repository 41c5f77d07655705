package io.atoll.hypervisor.api;

import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;

/**
 * The machine a guest sees.
 *
 * @param machineType the same on every host the VM may move to; see {@link MachineType#BASELINE}
 * @param platform firmware, boot order and what else is around the processor
 * @param videoMemory a power of two, 1 to 256 MiB; 4 are enough for text and 1024x768
 */
public record VmHardware(
        int vcpuCount,
        Mebibytes memory,
        CpuBaseline cpuBaseline,
        MachineType machineType,
        Mebibytes videoMemory,
        Platform platform) {

    public static final int MAX_VCPUS = 255;
    public static final Mebibytes MIN_MEMORY = new Mebibytes(16);
    public static final Mebibytes MAX_MEMORY = Mebibytes.ofGibibytes(4096);
    public static final Mebibytes DEFAULT_VIDEO_MEMORY = new Mebibytes(4);
    private static final int MAX_VIDEO_MIB = 256;

    public VmHardware {
        if (vcpuCount < 1 || vcpuCount > MAX_VCPUS) {
            throw new IllegalArgumentException(
                    "A VM has 1 to %d virtual CPUs, %d were given.".formatted(MAX_VCPUS, vcpuCount));
        }
        if (!MIN_MEMORY.fitsIn(memory) || !memory.fitsIn(MAX_MEMORY)) {
            throw new IllegalArgumentException(
                    "A VM has %s to %s of memory, %s were given.".formatted(MIN_MEMORY, MAX_MEMORY, memory));
        }
        var topology = platform.topology();
        if (topology != null && topology.vcpuCount() != vcpuCount) {
            throw new IllegalArgumentException(
                    "%d sockets with %d cores of %d threads are %d virtual CPUs, the VM has %d."
                            .formatted(
                                    topology.sockets(),
                                    topology.coresPerSocket(),
                                    topology.threadsPerCore(),
                                    topology.vcpuCount(),
                                    vcpuCount));
        }
        if (Long.bitCount(videoMemory.value()) != 1 || videoMemory.value() > MAX_VIDEO_MIB) {
            throw new IllegalArgumentException("Video memory is a power of two from 1 to %d MiB, %s were given."
                    .formatted(MAX_VIDEO_MIB, videoMemory));
        }
    }

    /** Hardware with BIOS that boots from its first disk. */
    public VmHardware(
            int vcpuCount, Mebibytes memory, CpuBaseline cpuBaseline, MachineType machineType, Mebibytes videoMemory) {
        this(vcpuCount, memory, cpuBaseline, machineType, videoMemory, Platform.PLAIN);
    }

    public VmHardware with(Platform other) {
        return new VmHardware(vcpuCount, memory, cpuBaseline, machineType, videoMemory, other);
    }

    /** How its virtual CPUs are arranged. */
    public CpuTopology topology() {
        var wanted = platform.topology();
        return wanted == null ? CpuTopology.flat(vcpuCount) : wanted;
    }

    /** Hardware with the baseline machine type and the default video memory. */
    public static VmHardware of(int vcpuCount, Mebibytes memory, CpuBaseline cpuBaseline) {
        return new VmHardware(vcpuCount, memory, cpuBaseline, MachineType.BASELINE, DEFAULT_VIDEO_MEMORY);
    }
}
