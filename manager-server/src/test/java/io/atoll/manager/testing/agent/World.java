package io.atoll.manager.testing.agent;

import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is outside of the manager and shared by its hosts: the storage, the owners in ZooKeeper, the other hosts. Notes
 * whatever must never happen.
 */
public final class World {
    private final OwnerRegistry owners;
    private final Map<HostId, VmMachine> machines = new HashMap<>();
    private final Set<VmId> folders = new TreeSet<>();
    private final FakeDevices devices = new FakeDevices();
    private final FakeImages diskFiles = new FakeImages();
    private final Set<String> images = new TreeSet<>();
    private final Map<VmId, Long> highestEpoch = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    World(OwnerRegistry owners) {
        this.owners = owners;
    }

    synchronized void add(HostId host, VmMachine machine) {
        machines.put(host, machine);
    }

    synchronized Optional<VmMachine> machine(HostId host) {
        return Optional.ofNullable(machines.get(host));
    }

    /** Who owns the VM in ZooKeeper. */
    public Optional<Owner> owner(VmId vm) {
        return owners.read(vm);
    }

    FakeDevices devices() {
        return devices;
    }

    /** The files that disks are made of. */
    public FakeImages diskFiles() {
        return diskFiles;
    }

    /** The files of a VM's disks: number and size in bytes. */
    public Map<Integer, Long> disks(VmId vm) {
        return devices.files(vm);
    }

    /** VMs with files in the pool. */
    public synchronized Set<VmId> folders() {
        return new TreeSet<>(folders);
    }

    synchronized void addFolder(VmId vm) {
        folders.add(vm);
    }

    synchronized void removeFolder(VmId vm) {
        if (!runningAt(vm).isEmpty()) {
            violations.add("the files of %s were deleted while it runs on %s".formatted(vm, runningAt(vm)));
        }
        folders.remove(vm);
        devices.forget(vm);
        diskFiles.forget(vm);
    }

    /** Images with files in the pool. */
    public synchronized Set<String> images() {
        return new TreeSet<>(images);
    }

    synchronized void addImage(String image) {
        images.add(image);
    }

    synchronized void removeImage(String image) {
        images.remove(image);
    }

    /** A guest begins to run at {@code host}: no other may have it, and its epoch must not be older than any before. */
    synchronized void guestRuns(VmId vm, HostId host, long epoch) {
        var elsewhere = runningAt(vm);
        elsewhere.remove(host);
        if (!elsewhere.isEmpty()) {
            violations.add("%s runs on %s and on %s".formatted(vm, host, elsewhere));
        }
        var before = highestEpoch.getOrDefault(vm, 0L);
        if (epoch < before) {
            violations.add("%s runs under epoch %d after %d".formatted(vm, epoch, before));
        }
        highestEpoch.put(vm, Math.max(before, epoch));
    }

    /** The hosts on which a guest of the VM runs, in truth. */
    public synchronized Set<HostId> runningAt(VmId vm) {
        var hosts = new TreeSet<HostId>();
        machines.forEach((host, machine) -> {
            if (machine.find(vm).filter(FakeVm::hasGuest).isPresent()) {
                hosts.add(host);
            }
        });
        return hosts;
    }

    /** The hosts on which anything of the VM is left: a guest, or a process that waits for one. */
    public synchronized Set<HostId> processesOf(VmId vm) {
        var hosts = new TreeSet<HostId>();
        machines.forEach((host, machine) -> {
            if (machine.find(vm).filter(FakeVm::hasProcess).isPresent()) {
                hosts.add(host);
            }
        });
        return hosts;
    }

    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
