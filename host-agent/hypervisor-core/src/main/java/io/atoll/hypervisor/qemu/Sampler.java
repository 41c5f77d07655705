package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.api.VmSample;
import io.atoll.hypervisor.api.VmSample.Traffic;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qmp.QmpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Reads a VM's counters: processor and memory from the kernel, disks from QEMU, network from the taps. */
final class Sampler {

    private static final Path INTERFACES = Path.of("/sys/class/net");

    private Sampler() {}

    static VmSample sample(VmStatus status, QemuRun run, Instant now) {
        var pid = run.process().identity().pid();
        try {
            return new VmSample(
                    status.id(),
                    now,
                    ProcFs.cpuTime(pid),
                    ProcFs.residentBytes(pid),
                    disks(run),
                    network(status.definition().nics()));
        } catch (IOException e) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "The counters of VM %s could not be read: %s.".formatted(status.id(), e.getMessage()),
                    e);
        } catch (QmpException e) {
            throw QemuErrors.of(status.id(), "Reading the disk counters of", e);
        }
    }

    private static Traffic disks(QemuRun run) throws QmpException {
        var sum = Traffic.NONE;
        for (var device : run.execute("query-blockstats")) {
            if (device.path("node-name").asString("").startsWith(QemuCommandLine.DISK_PREFIX)) {
                var stats = device.path("stats");
                sum = sum.plus(new Traffic(
                        stats.path("rd_bytes").asLong(0), stats.path("wr_bytes").asLong(0)));
            }
        }
        return sum;
    }

    private static Traffic network(List<VmNic> nics) {
        var sum = Traffic.NONE;
        for (var nic : nics) {
            switch (nic.backend()) {
                case NicBackend.UserMode(var _) -> {
                    return Traffic.UNKNOWN;
                }
                case NicBackend.Tap(var name) -> {
                    try {
                        // what the host sends into the tap, the guest receives
                        sum = sum.plus(new Traffic(counter(name, "tx_bytes"), counter(name, "rx_bytes")));
                    } catch (IOException | NumberFormatException e) {
                        return Traffic.UNKNOWN;
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
