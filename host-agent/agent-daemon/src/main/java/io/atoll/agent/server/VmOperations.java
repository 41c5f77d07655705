package io.atoll.agent.server;

import static io.atoll.agent.server.Violations.sound;

import io.atoll.agent.operation.OperationWork;
import io.atoll.agent.v1.AbortIncoming;
import io.atoll.agent.v1.ApplyDevices;
import io.atoll.agent.v1.DeleteVm;
import io.atoll.agent.v1.DeleteVolume;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.GrowDisk;
import io.atoll.agent.v1.IncomingReady;
import io.atoll.agent.v1.MigrateVm;
import io.atoll.agent.v1.PauseVm;
import io.atoll.agent.v1.PrepareIncoming;
import io.atoll.agent.v1.ResetVm;
import io.atoll.agent.v1.ResumeVm;
import io.atoll.agent.v1.ShutdownVm;
import io.atoll.agent.v1.StartVm;
import io.atoll.agent.v1.StopVm;
import io.atoll.agent.v1.WriteSpec;
import io.atoll.agent.vm.VmHost;
import io.atoll.agent.vm.VmMigrations;
import io.atoll.agent.vm.VmNews;
import io.atoll.agent.vm.VmPlan;
import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.DiskLimits;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.Bytes;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The operations on VMs: values checked, then work for the registry. */
final class VmOperations {
    private static final int LONGEST_SHUTDOWN_SECONDS = 3_600;
    private static final int LONGEST_RELEASE_SECONDS = 600;

    private final VmHost vms;
    private final VmMigrations migrations;
    private final VmNews news;
    private final StoredSpecs specs;

    VmOperations(VmHost vms, VmMigrations migrations, VmNews news, StoredSpecs specs) {
        this.specs = specs;
        this.vms = vms;
        this.migrations = migrations;
        this.news = news;
    }

    /** Which VM, and as of which epoch. */
    record Target(VmId vm, VmEpoch epoch) {}

    OperationWork start(StartVm message) {
        var plan = VmSpecReader.read(message.getSpec());
        var epoch = target(message.getSpec().getVmId(), message.getEpoch()).epoch();
        var file = message.getSpecFile().toByteArray();
        return context -> {
            if (file.length > 0) {
                specs.keep(plan.pool(), plan.id(), file); // What is signed for this epoch is right, whoever writes it.
            }
            return done(vms.start(plan, epoch, message.getStartPaused(), context));
        };
    }

    OperationWork writeSpec(WriteSpec message) {
        var violations = new Violations();
        var vm = violations.read("vm_id", () -> VmId.parse(message.getVmId()));
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        violations.throwIfAny();
        return _ -> {
            specs.keep(sound(pool), sound(vm), message.getSpecFile().toByteArray());
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork applyDevices(ApplyDevices message) {
        var plan = VmSpecReader.read(message.getSpec());
        var epoch = target(message.getSpec().getVmId(), message.getEpoch()).epoch();
        var seconds = message.getReleaseSeconds();
        var violations = new Violations();
        violations.require(
                seconds >= 1 && seconds <= LONGEST_RELEASE_SECONDS,
                "release_seconds",
                "%s is not 1 to %d".formatted(Integer.toUnsignedString(seconds), LONGEST_RELEASE_SECONDS));
        violations.throwIfAny();
        var file = message.getSpecFile().toByteArray();
        return _ -> done(vms.applyDevices(plan, epoch, Duration.ofSeconds(seconds), () -> {
            if (file.length > 0) {
                specs.keep(plan.pool(), plan.id(), file);
            }
        }));
    }

    OperationWork growDisk(GrowDisk message) {
        var target = target(message.getVmId(), message.getEpoch());
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        var size = violations.read("size_bytes", () -> new Bytes(message.getSizeBytes()));
        var image = DiskImages.read(violations, "image_id", message.getDiskIndex(), message.getImageId());
        violations.throwIfAny();
        var disk = new VmPlan.Disk(sound(image), sound(pool), sound(size), DiskLimits.NONE);
        return _ -> {
            vms.growDisk(target.vm(), target.epoch(), disk);
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork deleteVolume(DeleteVolume message) {
        var target = target(message.getVmId(), message.getEpoch());
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        DiskImages.read(violations, "disk_index", message.getDiskIndex(), "");
        violations.throwIfAny();
        return _ -> {
            vms.deleteDisk(target.vm(), target.epoch(), sound(pool), message.getDiskIndex());
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork shutdown(ShutdownVm message) {
        var target = target(message.getVmId(), message.getEpoch());
        var seconds = message.getDeadlineSeconds();
        var violations = new Violations();
        violations.require(
                seconds >= 1 && seconds <= LONGEST_SHUTDOWN_SECONDS,
                "deadline_seconds",
                "%s is not 1 to %d".formatted(Integer.toUnsignedString(seconds), LONGEST_SHUTDOWN_SECONDS));
        violations.throwIfAny();
        return context -> done(vms.shutdown(target.vm(), target.epoch(), Duration.ofSeconds(seconds), context));
    }

    OperationWork stop(StopVm message) {
        var target = target(message.getVmId(), message.getEpoch());
        return _ -> done(vms.stop(target.vm(), target.epoch()));
    }

    OperationWork reset(ResetVm message) {
        var target = target(message.getVmId(), message.getEpoch());
        return _ -> done(vms.reset(target.vm(), target.epoch()));
    }

    OperationWork pause(PauseVm message) {
        var target = target(message.getVmId(), message.getEpoch());
        return _ -> done(vms.pause(target.vm(), target.epoch()));
    }

    OperationWork resume(ResumeVm message) {
        var target = target(message.getVmId(), message.getEpoch());
        return _ -> done(vms.resume(target.vm(), target.epoch()));
    }

    OperationWork delete(DeleteVm message) {
        var target = target(message.getVmId(), message.getEpoch());
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        violations.throwIfAny();
        return _ -> {
            vms.delete(target.vm(), sound(pool), target.epoch());
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork prepareIncoming(PrepareIncoming message) {
        var plan = VmSpecReader.read(message.getSpec());
        var epoch = target(message.getSpec().getVmId(), message.getEpoch()).epoch();
        var violations = new Violations();
        var source = violations.read("source_host_id", () -> HostId.parse(message.getSourceHostId()));
        var channels = memoryChannels(violations, "source_memory_channels", message.getSourceMemoryChannels());
        var layout = violations.read("source_device_layout", () -> DeviceLayout.of(message.getSourceDeviceLayout()));
        violations.throwIfAny();
        var origin = new VmMigrations.Origin(sound(source), channels, message.getPaused(), sound(layout));
        return _ -> {
            var endpoint = migrations.prepareIncoming(plan, epoch, origin);
            return Done.newBuilder()
                    .setIncoming(IncomingReady.newBuilder()
                            .setAddress(endpoint.address().getHostAddress())
                            .setPort(endpoint.port())
                            .setMemoryChannels(endpoint.memoryChannels())
                            .setDeviceLayout(origin.layout().number()))
                    .build()
                    .toByteArray();
        };
    }

    OperationWork abortIncoming(AbortIncoming message) {
        var target = target(message.getVmId(), message.getEpoch());
        return _ -> done(migrations.abortIncoming(target.vm(), target.epoch()));
    }

    OperationWork migrate(MigrateVm message) {
        var target = target(message.getVmId(), message.getEpoch());
        var violations = new Violations();
        violations.read("target_host_id", () -> HostId.parse(message.getTargetHostId()));
        var address = violations.read("target_address", () -> InetAddress.ofLiteral(message.getTargetAddress()));
        var port = message.getTargetPort();
        violations.require(port >= 1 && port <= 65_535, "target_port", "it must be 1 to 65535");
        var channels = memoryChannels(violations, "memory_channels", message.getMemoryChannels());
        var bandwidth = message.getBandwidthBytesPerSecond();
        violations.require(bandwidth >= 0, "bandwidth_bytes_per_second", "it must be below 2^63");
        var pauses = pauses(violations, message);
        violations.throwIfAny();
        var to = new VmMigrations.Target(sound(address).getHostAddress(), port, channels);
        var policy = new MigrationPolicy(bandwidth, pauses, !message.getNoAutoConverge());
        var sending = new VmMigrations.Sending(target.vm(), target.epoch(), to, policy);
        return context -> done(migrations.migrate(sending, context));
    }

    /** A manager of before there were ladders sends one limit, or none. */
    private static List<Duration> pauses(Violations violations, MigrateVm message) {
        long longest = MigrationPolicy.LONGEST_PAUSE.toMillis();
        var single = message.getDowntimeLimitMs();
        violations.require(
                single >= 0 && single <= longest,
                "downtime_limit_ms",
                "it must be 0 (default) to %d".formatted(longest));
        var ladder = message.getPauseLadderMsList();
        if (ladder.isEmpty()) {
            return List.of(single == 0 ? MigrationRequest.DEFAULT_DOWNTIME_LIMIT : Duration.ofMillis(single));
        }
        var rising = IntStream.range(1, ladder.size()).allMatch(i -> ladder.get(i - 1) < ladder.get(i));
        violations.require(
                rising
                        && ladder.size() <= MigrationPolicy.MOST_RUNGS
                        && ladder.getFirst() >= 1
                        && ladder.getLast() <= longest,
                "pause_ladder_ms",
                "it must be up to %d pauses from 1 to %d, each longer than the one before it"
                        .formatted(MigrationPolicy.MOST_RUNGS, longest));
        return ladder.stream().map(Duration::ofMillis).toList();
    }

    private static int memoryChannels(Violations violations, String field, int count) {
        violations.require(
                count >= 0 && count <= IncomingEndpoint.MOST_MEMORY_CHANNELS,
                field,
                "it must be 0 to %d".formatted(IncomingEndpoint.MOST_MEMORY_CHANNELS));
        return count;
    }

    static Target target(String vmId, long epoch) {
        var violations = new Violations();
        var vm = violations.read("vm_id", () -> VmId.parse(vmId));
        violations.require(epoch >= 1, "epoch", "it must be 1 to 2^63-1");
        violations.throwIfAny();
        return new Target(sound(vm), new VmEpoch(epoch));
    }

    private byte[] done(VmStatus status) {
        return Done.newBuilder()
                .setVm(ReportMessages.vm(news.view(status)))
                .build()
                .toByteArray();
    }

    private static byte[] done(MigrationResult result) {
        return Done.newBuilder()
                .setMigration(io.atoll.agent.v1.MigrationResult.newBuilder()
                        .setTotalMs(result.total().toMillis())
                        .setDowntimeMs(result.downtime().toMillis())
                        .setSetupMs(result.setup().toMillis())
                        .setTransferredBytes(result.transferredBytes())
                        .setMemoryPasses(result.memoryPasses()))
                .build()
                .toByteArray();
    }
}
