package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.api.VmSample;
import io.atoll.hypervisor.api.VmSample.Traffic;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.vm.VmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the counters of one process: processor and memory from the kernel, disks and the guest's memory from QEMU, network from
 * the taps. Remembers which threads are virtual processors; none of those comes or goes.
 */
final class Sampler {

    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final long MOST_OF_ONE_DISK = Long.MAX_VALUE / 1024;

    private final QemuRun run;
    private final GuestMemory guestMemory;
    private final DirtyRate dirtyRate;
    private List<Long> vcpuThreads = List.of();

    Sampler(QemuRun run) {
        this.run = run;
        this.guestMemory = new GuestMemory(run);
        this.dirtyRate = new DirtyRate(run);
    }

    synchronized VmSample sample(VmStatus status, Instant now) {
        var process = run.process().identity();
        try {
            var given = status.definition().hardware().memory();
            var running = status.state() instanceof VmState.Running;
            var guest = guestMemory.read(running, given.value() << 20);
            return new VmSample(
                    status.id(),
                    now,
                    process,
                    cpu(process.pid()),
                    new VmSample.Memory(
                            ProcFs.residentBytes(process.pid()),
                            ProcFs.swapBytes(process.pid()),
                            guest.balloonBytes(),
                            guest.activeBytes(),
                            dirtyRate.read(running)),
                    disks(),
                    network(status.definition().nics()));
        } catch (IOException e) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "The counters of VM %s could not be read: %s.".formatted(status.id(), e.getMessage()),
                    e);
        } catch (QmpException e) {
            throw QemuErrors.of(status.id(), "Reading the counters of", e);
        }
    }

    private VmSample.Cpu cpu(long pid) throws IOException, QmpException {
        if (vcpuThreads.isEmpty()) {
            vcpuThreads = StreamSupport.stream(run.execute("query-cpus-fast").spliterator(), false)
                    .map(cpu -> cpu.path("thread-id").asLong(0))
                    .filter(thread -> thread > 0)
                    .distinct()
                    .toList();
        }
        return new VmSample.Cpu(ProcFs.cpuTime(pid), ready(pid), vcpuThreads.size());
    }

    /** Null where the kernel does not count it. */
    private @Nullable Duration ready(long pid) {
        try {
            var sum = Duration.ZERO;
            for (var thread : vcpuThreads) {
                sum = sum.plus(ProcFs.runDelay(pid, thread));
            }
            return vcpuThreads.isEmpty() ? null : sum;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private Traffic disks() throws QmpException {
        var sum = Traffic.NONE;
        for (var device : run.execute("query-blockstats")) {
            if (device.path("node-name").asString("").startsWith(GuestDevices.DISK_PREFIX)) {
                var stats = device.path("stats");
                sum = sum.plus(new Traffic(
                        total(stats, "rd_bytes"),
                        total(stats, "wr_bytes"),
                        total(stats, "rd_operations"),
                        total(stats, "wr_operations")));
            }
        }
        return sum;
    }

    /** As QEMU says, held within what the sum of all disks can be: a process that a guest has taken over may say anything. */
    private static long total(JsonNode stats, String name) {
        return Math.clamp(stats.path(name).asLong(0), 0, MOST_OF_ONE_DISK);
    }

    /** Null where nobody counts. */
    private static @Nullable Traffic network(List<VmNic> nics) {
        var sum = Traffic.NONE;
        for (var nic : nics) {
            switch (nic.backend()) {
                case NicBackend.UserMode(var _) -> {
                    return null;
                }
                case NicBackend.Tap(var name) -> {
                    try {
                        // what the host sends into the tap, the guest receives
                        sum = sum.plus(new Traffic(
                                counter(name, "tx_bytes"),
                                counter(name, "rx_bytes"),
                                counter(name, "tx_packets"),
                                counter(name, "rx_packets")));
                    } catch (IOException | NumberFormatException e) {
                        return null;
                    }
                }
            }
        }
        return sum;
    }

    private static long counter(String interfaceName, String counter) throws IOException {
        var file = INTERFACES.resolve(interfaceName).resolve("statistics").resolve(counter);
        return Long.parseLong(Files.readString(file).strip());
    }
}
