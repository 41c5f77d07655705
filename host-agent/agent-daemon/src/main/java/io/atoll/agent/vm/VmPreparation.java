package io.atoll.agent.vm;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what a VM needs before its process starts: checked disks, its seed, its ports. And takes the ports away again. */
public final class VmPreparation {
    private final Hypervisor hypervisor;
    private final AttachedPools pools;
    private final GuestPorts ports;
    private final Mebibytes memoryForVms;

    public VmPreparation(Hypervisor hypervisor, AttachedPools pools, GuestPorts ports, Mebibytes memoryForVms) {
        this.hypervisor = hypervisor;
        this.pools = pools;
        this.ports = ports;
        this.memoryForVms = memoryForVms;
    }

    /** For a VM that begins here: its seed is written anew. {@code covered}: it runs under this host's lease. */
    VmDefinition forStart(VmPlan plan, boolean covered) {
        requireRoom(plan);
        var disks = disks(plan);
        var seed = plan.seed();
        var seedPath = seed == null ? null : pools.require(plan.pool()).vms().writeSeed(plan.id(), seed);
        return definition(plan, disks, seedPath, ports.plug(plan), covered).in(plan.layout());
    }

    /** For a VM that comes from another host: its seed is there and in use. */
    VmDefinition forIncoming(VmPlan plan, boolean covered, DeviceLayout layout) {
        requireRoom(plan);
        var disks = disks(plan);
        Path seedPath = null;
        if (plan.seed() != null) {
            seedPath = pools.require(plan.pool()).vms().seedPath(plan.id());
            if (!Files.isRegularFile(seedPath)) {
                throw new RefusedException(
                        RefusalCode.DISK_NOT_FOUND,
                        "The seed %s of VM %s is not there.".formatted(seedPath, plan.id()),
                        "Check that both hosts see the same storage at the pool's path.");
            }
        }
        return definition(plan, disks, seedPath, ports.plug(plan), covered).in(layout);
    }

    void undo(VmId vm) {
        ports.unplug(vm);
    }

    void undoUnlessRunning(VmId vm) {
        if (!runs(vm)) {
            ports.unplug(vm);
        }
    }

    /** VMs that still have ports here although nothing of them runs. */
    List<VmId> leftBehind() {
        return ports.plugged().stream().filter(vm -> !runs(vm)).toList();
    }

    void reconcile() {
        ports.reconcile();
    }

    private boolean runs(VmId vm) {
        return hypervisor.find(vm).map(found -> found.state().hasProcess()).orElse(false);
    }

    private List<VmDisk> disks(VmPlan plan) {
        var disks = new ArrayList<VmDisk>();
        for (var disk : plan.disks()) {
            disks.add(disk(plan.id(), disk));
        }
        return disks;
    }

    private VmDisk disk(VmId vm, VmPlan.Disk disk) {
        return VmDisk.qcow2(pools.require(disk.pool()).chains().require(vm, disk.image()))
                .inSlot(disk.index())
                .limited(disk.limits());
    }

    /** Brings the devices of a guest that runs here in line with the plan: first what goes, then what comes. */
    VmStatus applyDevices(VmPlan plan, VmStatus status, Duration patience) {
        var vm = plan.id();
        var before = status.definition();
        for (var disk : before.disks()) {
            if (!plan.hasDisk(disk.slot())) {
                hypervisor.devices().unplugDisk(vm, disk.slot(), patience);
            }
        }
        for (var nic : before.nics()) {
            if (!plan.hasNic(nic.slot())) {
                hypervisor.devices().unplugNic(vm, nic.slot(), patience);
                ports.unplug(vm, nic.slot());
            }
        }
        for (var disk : plan.disks()) {
            var there = before.disk(disk.index());
            if (there.isEmpty()) {
                hypervisor.devices().plugDisk(vm, disk(vm, disk));
            } else if (!there.get().limits().equals(disk.limits())) {
                hypervisor.devices().limitDisk(vm, disk.index(), disk.limits());
            }
        }
        for (var nic : plan.nics()) {
            if (before.nic(nic.index()).isEmpty()) {
                plugNic(vm, nic);
            }
        }
        return VmHost.requireKnown(hypervisor, vm);
    }

    private void plugNic(VmId vm, VmPlan.Nic nic) {
        var card = ports.plug(vm, nic);
        try {
            hypervisor.devices().plugNic(vm, card);
        } catch (HypervisorException e) {
            ports.unplug(vm, nic.index());
            throw e;
        }
    }

    /** The manager plans with more than this; the host only refuses what would make it swap or kill. */
    private void requireRoom(VmPlan plan) {
        var used = hypervisor.list().stream()
                .filter(vm -> vm.state().hasProcess() && !vm.id().equals(plan.id()))
                .map(VmPreparation::memory)
                .reduce(new Mebibytes(0), Mebibytes::plus);
        var wanted = plan.hardware().memory();
        if (!used.plus(wanted).fitsIn(memoryForVms)) {
            throw new RefusedException(
                    RefusalCode.HOST_TOO_SMALL,
                    "VM %s needs %s; of the %s for VMs on this host %s are in use."
                            .formatted(plan.id(), wanted, memoryForVms, used),
                    "Start it on another host, or move VMs away from this one.");
        }
    }

    private static Mebibytes memory(VmStatus vm) {
        return vm.definition().hardware().memory();
    }

    private VmDefinition definition(
            VmPlan plan, List<VmDisk> disks, @Nullable Path seed, List<VmNic> nics, boolean covered) {
        var platform =
                plan.extras().platform(plan.id(), pools.require(plan.pool()).vms());
        return new VmDefinition(plan.id(), plan.name(), plan.hardware().with(platform), disks, seed, nics, covered);
    }
}
