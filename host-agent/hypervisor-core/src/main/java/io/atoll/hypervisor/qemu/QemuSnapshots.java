package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.DiskSnapshots;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/** Brings snapshots and merges to the VM that is meant, and to the agent inside it. */
record QemuSnapshots(Function<VmId, QemuVm> vms, Function<VmId, GuestAgent> guestAgents) implements DiskSnapshots {

    @Override
    public Frozen freeze(VmId vm, SortedMap<Integer, Path> tops, Quiesce quiesce) {
        return of(vm).freeze(tops, quiesce, () -> guestAgents.apply(vm));
    }

    @Override
    public Set<Path> openFiles(VmId vm, int slot) {
        return of(vm).openFiles(slot);
    }

    @Override
    public VmStatus commit(VmId vm, Merge merge, Handover handover, MergeListener listener) {
        return of(vm).merges().commit(merge, handover, listener);
    }

    @Override
    public VmStatus pull(VmId vm, Merge merge, MergeListener listener) {
        return of(vm).merges().pull(merge, listener);
    }

    private LiveSnapshots of(VmId vm) {
        return vms.apply(vm).snapshots();
    }
}
