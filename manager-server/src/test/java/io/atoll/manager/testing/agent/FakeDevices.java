package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.CreateVolume;
import io.atoll.agent.v1.DeleteVolume;
import io.atoll.agent.v1.DiskSpec;
import io.atoll.agent.v1.GrowDisk;
import io.atoll.agent.v1.NicSpec;
import io.atoll.agent.v1.VmSpec;
import io.atoll.model.VmId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The disks of VMs in the pool, by size, and which of them and of their network cards are plugged into the guest on each host. */
final class FakeDevices {
    private final Map<VmId, Map<Integer, Long>> files = new HashMap<>();

    /** What a process has. */
    record Plugged(Set<Integer> disks, Set<Integer> nics, Map<Integer, Long> operationsPerSecondLimits) {
        static Plugged of(VmSpec spec) {
            return new Plugged(
                    spec.getDisksList().stream().map(DiskSpec::getIndex).collect(Collectors.toSet()),
                    spec.getNicsList().stream().map(NicSpec::getIndex).collect(Collectors.toSet()),
                    spec.getDisksList().stream()
                            .filter(disk -> disk.getOperationsPerSecondLimit() > 0)
                            .collect(Collectors.toMap(DiskSpec::getIndex, DiskSpec::getOperationsPerSecondLimit)));
        }
    }

    synchronized void create(CreateVolume request) {
        var there = of(request.getVmId()).putIfAbsent(request.getDiskIndex(), request.getSizeBytes());
        if (there != null && there != request.getSizeBytes()) {
            throw new RefusedByAgent("VOLUME_EXISTS", "The disk exists with %d bytes.".formatted(there));
        }
    }

    synchronized void grow(GrowDisk request) {
        var before = size(VmId.parse(request.getVmId()), request.getDiskIndex())
                .orElseThrow(() -> new RefusedByAgent("DISK_NOT_FOUND", "There is no such disk."));
        if (before > request.getSizeBytes()) {
            throw new RefusedByAgent("DISK_CANNOT_SHRINK", "The disk has %d bytes.".formatted(before));
        }
        of(request.getVmId()).put(request.getDiskIndex(), request.getSizeBytes());
    }

    synchronized void delete(DeleteVolume request) {
        of(request.getVmId()).remove(request.getDiskIndex());
    }

    synchronized void forget(VmId vm) {
        files.remove(vm);
    }

    synchronized Optional<Long> size(VmId vm, int index) {
        return Optional.ofNullable(of(vm.toString()).get(index));
    }

    /** Numbers and sizes in bytes. */
    synchronized Map<Integer, Long> files(VmId vm) {
        return new TreeMap<>(of(vm.toString()));
    }

    void requireFiles(VmSpec spec) {
        var there = files(VmId.parse(spec.getVmId())).keySet();
        for (var disk : spec.getDisksList()) {
            if (!there.contains(disk.getIndex())) {
                throw new RefusedByAgent("DISK_NOT_FOUND", "There is no disk %d.".formatted(disk.getIndex()));
            }
        }
    }

    private Map<Integer, Long> of(String vm) {
        return files.computeIfAbsent(VmId.parse(vm), _ -> new TreeMap<>());
    }
}
