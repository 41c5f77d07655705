package io.atoll.hypervisor.qemu;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atoll.hypervisor.api.CpuTopology;
import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.DiskLimits;
import io.atoll.hypervisor.api.IncomingRequest.Arrival;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.api.MachineType;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.Platform;
import io.atoll.hypervisor.api.Platform.BootSource;
import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.qemu.VmRecord.Phase;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** {@code vm.json}: a VM's record as a file that is either the old one or the new one, whatever dies in between. */
final class VmRecordFile {

    private static final int FORMAT_VERSION = 1;
    private static final long MAX_BYTES = 1 << 20;

    private VmRecordFile() {}

    private record Document(
            int formatVersion,
            Vm vm,
            long epoch,
            String bootId,
            @Nullable Long pid,
            @Nullable Long startTicks,
            String phase,
            @Nullable String cause,
            @Nullable String detail,
            @Nullable Migration migration,
            // likewise only where there is something to say
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Arrival arrival) {}

    private record Vm(
            String id,
            String name,
            int vcpuCount,
            long memoryMiB,
            String cpuBaseline,
            String machineType,
            long videoMemoryMiB,
            List<Disk> disks,
            @Nullable String seedIso,
            List<Nic> nics,
            // not written for ordinary VMs, so that an agent from before can still adopt them
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean highlyAvailable,
            // none: an agent from before there was more than one layout wrote it
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer deviceLayout,
            // nor what is as it was before there was a choice
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            PlatformPart platform) {}

    private record PlatformPart(
            @Nullable CpuTopology topology,
            List<BootSource> bootOrder,
            @Nullable String uefiVariables,
            boolean secureBoot,
            @Nullable String tpmState) {

        static @Nullable PlatformPart of(Platform platform) {
            var uefi = platform.uefi();
            var tpm = platform.tpmState();
            return platform.equals(Platform.PLAIN)
                    ? null
                    : new PlatformPart(
                            platform.topology(),
                            platform.bootOrder(),
                            uefi == null ? null : uefi.variables().toString(),
                            uefi != null && uefi.secureBoot(),
                            tpm == null ? null : tpm.toString());
        }

        static Platform read(@Nullable PlatformPart part) {
            return part == null
                    ? Platform.PLAIN
                    : new Platform(
                            part.topology,
                            part.bootOrder,
                            part.uefiVariables == null
                                    ? null
                                    : new Platform.Uefi(part.secureBoot, Path.of(part.uefiVariables)),
                            part.tpmState == null ? null : Path.of(part.tpmState));
        }
    }

    // a slot is not written where the order says the same
    private record Disk(
            String path,
            VmDisk.Format format,
            VmDisk.Cache cache,
            boolean readOnly,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer slot,
            // nor a limit where there is none
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Limits limits) {}

    private record Limits(long operationsPerSecond, long bytesPerSecond) {}

    private record Nic(
            String mac,
            @Nullable String tap,
            boolean restrict,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer slot,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean hotPluggable) {}

    private record Migration(long totalMs, long downtimeMs, long setupMs, long transferredBytes, int memoryPasses) {}

    static void write(Path file, VmRecord record) throws IOException {
        var bytes = StrictJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(toDocument(record));
        var temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (var channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        var folder = file.getParent();
        if (folder != null) {
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** Fails with an IOException that says what is wrong with the file. */
    static VmRecord read(Path file) throws IOException {
        var size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new IOException("%s has %d bytes, at most %d make sense.".formatted(file, size, MAX_BYTES));
        }
        try {
            var document = StrictJson.MAPPER.readValue(Files.readAllBytes(file), Document.class);
            if (document.formatVersion != FORMAT_VERSION) {
                throw new IOException("%s has format version %d, this agent knows %d."
                        .formatted(file, document.formatVersion, FORMAT_VERSION));
            }
            return fromDocument(document);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new IOException("%s is damaged: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Document toDocument(VmRecord record) {
        var process = record.process();
        var phase = record.phase();
        return new Document(
                FORMAT_VERSION,
                toVm(record.definition()),
                record.epoch().value(),
                record.bootId(),
                process == null ? null : process.pid(),
                process == null ? null : process.startTicks(),
                switch (phase) {
                    case Phase.Launching() -> "LAUNCHING";
                    case Phase.Incoming(var _) -> "INCOMING";
                    case Phase.Live() -> "LIVE";
                    case Phase.Ended(var _, var _) -> "ENDED";
                    case Phase.Died(var _) -> "DIED";
                },
                phase instanceof Phase.Ended(var cause, var _) ? cause.name() : null,
                phase instanceof Phase.Died(var detail) ? detail : null,
                phase instanceof Phase.Ended(var _, var result) && result != null ? toMigration(result) : null,
                phase instanceof Phase.Incoming(var arrival) && arrival.isHeld() ? arrival : null);
    }

    private static VmRecord fromDocument(Document document) {
        var pid = document.pid;
        var startTicks = document.startTicks;
        return new VmRecord(
                fromVm(document.vm),
                new VmEpoch(document.epoch),
                document.bootId,
                pid == null || startTicks == null ? null : new ProcessIdentity(pid, startTicks),
                phase(document));
    }

    private static Phase phase(Document document) {
        return switch (document.phase) {
            case "LAUNCHING" -> new Phase.Launching();
            case "INCOMING" -> new Phase.Incoming(document.arrival == null ? Arrival.AS_SENT : document.arrival);
            case "LIVE" -> new Phase.Live();
            case "ENDED" ->
                new Phase.Ended(
                        StopCause.valueOf(document.cause == null ? "" : document.cause),
                        fromMigration(document.migration));
            case "DIED" -> new Phase.Died(document.detail == null ? "unknown" : document.detail);
            default -> throw new IllegalArgumentException("no phase is called '%s'".formatted(document.phase));
        };
    }

    private static Vm toVm(VmDefinition vm) {
        var seed = vm.seedIso();
        return new Vm(
                vm.id().toString(),
                vm.name(),
                vm.hardware().vcpuCount(),
                vm.hardware().memory().value(),
                vm.hardware().cpuBaseline().text(),
                vm.hardware().machineType().name(),
                vm.hardware().videoMemory().value(),
                IntStream.range(0, vm.disks().size())
                        .mapToObj(position -> toDisk(vm.disks().get(position), position))
                        .toList(),
                seed == null ? null : seed.toString(),
                IntStream.range(0, vm.nics().size())
                        .mapToObj(position -> toNic(vm.nics().get(position), position))
                        .toList(),
                vm.highlyAvailable() ? true : null,
                vm.layout() == DeviceLayout.FIXED ? null : vm.layout().number(),
                PlatformPart.of(vm.hardware().platform()));
    }

    private static VmDefinition fromVm(Vm vm) {
        return new VmDefinition(
                VmId.parse(vm.id),
                vm.name,
                new VmHardware(
                        vm.vcpuCount,
                        new Mebibytes(vm.memoryMiB),
                        CpuBaseline.read(vm.cpuBaseline),
                        new MachineType(vm.machineType),
                        new Mebibytes(vm.videoMemoryMiB),
                        PlatformPart.read(vm.platform)),
                vm.disks.stream()
                        .map(disk -> new VmDisk(
                                Path.of(disk.path),
                                disk.format,
                                disk.cache,
                                disk.readOnly,
                                orByOrder(disk.slot),
                                limits(disk)))
                        .toList(),
                vm.seedIso == null ? null : Path.of(vm.seedIso),
                vm.nics.stream().map(VmRecordFile::fromNic).toList(),
                Boolean.TRUE.equals(vm.highlyAvailable),
                DeviceLayout.of(vm.deviceLayout == null ? 0 : vm.deviceLayout));
    }

    private static Disk toDisk(VmDisk disk, int position) {
        return new Disk(
                disk.path().toString(),
                disk.format(),
                disk.cache(),
                disk.readOnly(),
                disk.slot() == position ? null : disk.slot(),
                disk.limits().equals(DiskLimits.NONE)
                        ? null
                        : new Limits(
                                disk.limits().operationsPerSecond(),
                                disk.limits().bytesPerSecond()));
    }

    private static DiskLimits limits(Disk disk) {
        var limits = disk.limits;
        return limits == null ? DiskLimits.NONE : new DiskLimits(limits.operationsPerSecond, limits.bytesPerSecond);
    }

    private static int orByOrder(@Nullable Integer slot) {
        return slot == null ? VmDisk.BY_ORDER : slot;
    }

    private static Nic toNic(VmNic nic, int position) {
        var slot = nic.slot() == position ? null : nic.slot();
        var hotPluggable = nic.hotPluggable() ? true : null;
        return switch (nic.backend()) {
            case NicBackend.Tap(var name) -> new Nic(nic.mac().value(), name, false, slot, hotPluggable);
            case NicBackend.UserMode(var restrict) -> new Nic(nic.mac().value(), null, restrict, slot, hotPluggable);
        };
    }

    private static VmNic fromNic(Nic nic) {
        return new VmNic(
                new MacAddress(nic.mac),
                nic.tap == null ? new NicBackend.UserMode(nic.restrict) : new NicBackend.Tap(nic.tap),
                orByOrder(nic.slot),
                Boolean.TRUE.equals(nic.hotPluggable));
    }

    private static Migration toMigration(MigrationResult result) {
        return new Migration(
                result.total().toMillis(),
                result.downtime().toMillis(),
                result.setup().toMillis(),
                result.transferredBytes(),
                result.memoryPasses());
    }

    private static @Nullable MigrationResult fromMigration(@Nullable Migration migration) {
        return migration == null
                ? null
                : new MigrationResult(
                        Duration.ofMillis(migration.totalMs),
                        Duration.ofMillis(migration.downtimeMs),
                        Duration.ofMillis(migration.setupMs),
                        migration.transferredBytes,
                        migration.memoryPasses);
    }
}
