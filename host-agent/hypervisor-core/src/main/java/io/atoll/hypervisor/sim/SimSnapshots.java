package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.DiskSnapshots;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Snapshots and merges on one simulated host: which file each disk is written to, and nothing of what is in it. */
record SimSnapshots(SimWorld world, Function<VmId, SimMachine> machines) implements DiskSnapshots {

    @Override
    public Frozen freeze(VmId vm, SortedMap<Integer, Path> tops, Quiesce quiesce) {
        var answers = world.locked(() -> machines.apply(vm).answers());
        if (quiesce.wish() == Wish.REQUIRED && !answers) {
            throw new HypervisorException(
                    HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE, "No agent answers inside VM %s.".formatted(vm));
        }
        var status = change(vm, now -> {
            var next = now;
            for (var top : tops.entrySet()) {
                next = next.withDisk(top.getKey(), require(next, top.getKey()).at(top.getValue()));
            }
            return next;
        });
        var quiesced = quiesce.wish() != Wish.NONE && answers;
        return new Frozen(
                status,
                quiesced,
                quiesced || quiesce.wish() == Wish.NONE ? "" : "No agent answers inside the guest.",
                Duration.ZERO);
    }

    @Override
    public Set<Path> openFiles(VmId vm, int slot) {
        return world.locked(
                () -> Set.of(require(machines.apply(vm).definition(), slot).path()));
    }

    @Override
    public VmStatus commit(VmId vm, Merge merge, Handover handover, MergeListener listener) {
        return change(vm, now -> {
            var disk = require(now, merge.slot());
            if (!disk.path().equals(merge.upper())) {
                return now;
            }
            handover.over();
            return now.withDisk(merge.slot(), disk.at(merge.lower()));
        });
    }

    @Override
    public VmStatus pull(VmId vm, Merge merge, MergeListener listener) {
        return change(vm, now -> now);
    }

    private VmStatus change(VmId vm, UnaryOperator<VmDefinition> change) {
        return world.locked(() -> {
            var machine = machines.apply(vm);
            var state = machine.state();
            if (!(state instanceof VmState.Running) && !(state instanceof VmState.Paused)) {
                throw HypervisorException.wrongState(
                        vm,
                        new Transition.Refused(
                                "changing its disks is not possible because it is %s".formatted(state.label()),
                                VmLifecycle.allowedCommands(state)));
            }
            machine.redefine(change.apply(machine.definition()));
            return machine.status();
        });
    }

    private static VmDisk require(VmDefinition vm, int slot) {
        return vm.disk(slot)
                .orElseThrow(() -> new HypervisorException(
                        HypervisorErrorCode.DISK_NOT_FOUND, "VM %s has no disk %d here.".formatted(vm.id(), slot)));
    }
}
