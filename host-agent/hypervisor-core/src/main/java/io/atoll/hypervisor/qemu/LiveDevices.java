package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.DiskLimits;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qemu.GuestDevices.Device;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disks and network cards of one VM that come, go and grow while its guest runs. QEMU is changed first and the VM's record after it:
 * an agent that dies in between finds the device, or finds it gone, when it is asked again. Waiting for the guest is done outside
 * the lock, so that a guest that does not answer can still be stopped.
 */
final class LiveDevices {

    private static final Logger LOG = LoggerFactory.getLogger(LiveDevices.class);
    private static final String LIMIT = "block_set_io_throttle";
    private static final Duration POLL = Duration.ofMillis(100);
    /** The guest has let go, but QEMU takes a moment to close what was behind the device. */
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(5);

    private final VmLedger ledger;
    private final ReentrantLock commands;
    private final Supplier<QemuRun> running;
    private final Consumer<VmDefinition> possible;
    private final Set<String> wantedAway = ConcurrentHashMap.newKeySet();

    /**
     * @param running the VM's process; fails where it has none
     * @param possible refuses what this host cannot give a VM
     */
    LiveDevices(VmLedger ledger, ReentrantLock commands, Supplier<QemuRun> running, Consumer<VmDefinition> possible) {
        this.ledger = ledger;
        this.commands = commands;
        this.running = running;
        this.possible = possible;
    }

    private interface Change {
        void on(QemuRun run, VmDefinition vm) throws QmpException;
    }

    VmStatus grow(int slot, Bytes size) {
        return locked("Growing a disk of", (run, vm) -> {
            var node = DiskNodes.top(run, vm, requireDisk(vm, slot));
            var present = virtualSizeBytes(run, node);
            if (present > size.value()) {
                throw new HypervisorException(
                        HypervisorErrorCode.DISK_CANNOT_SHRINK,
                        "Disk %d of VM %s has %s and cannot shrink to %s."
                                .formatted(slot, vm.id(), new Bytes(present), size),
                        "Ask for more than it has.");
            }
            if (present < size.value()) {
                run.execute(
                        "block_resize",
                        StrictJson.object().put("node-name", node).put("size", size.value()));
            }
        });
    }

    VmStatus limit(int slot, DiskLimits limits) {
        return locked("Limiting a disk of", (run, vm) -> {
            var limited = requireDisk(vm, slot).limited(limits);
            var next = vm.withDisk(slot, limited);
            run.execute(LIMIT, GuestDevices.limits(next, limited));
            ledger.redefine(next);
        });
    }

    /** Before the guest runs: its command line cannot say it. */
    static void limitAll(QemuRun run, VmDefinition vm) throws QmpException {
        for (var disk : vm.disks()) {
            limit(run, vm, disk);
        }
    }

    private static void limit(QemuRun run, VmDefinition vm, VmDisk disk) throws QmpException {
        if (!disk.limits().equals(DiskLimits.NONE)) {
            run.execute(LIMIT, GuestDevices.limits(vm, disk));
        }
    }

    VmStatus plug(VmDisk disk) {
        return locked("Adding a disk to", (run, vm) -> {
            var next = vm.withDisk(disk.slot(), disk);
            var there = vm.disk(disk.slot());
            requireFree(vm, "disk", disk.slot(), there.isEmpty() || there.get().equals(disk));
            requirePort(vm, "disk", disk.slot(), GuestDevices.isPluggable(next, disk));
            possible.accept(next);
            plug(run, GuestDevices.disk(next, disk));
            limit(run, next, disk);
            ledger.redefine(next);
        });
    }

    VmStatus plug(VmNic nic) {
        return locked("Adding a network card to", (run, vm) -> {
            var next = vm.withNic(nic.slot(), nic);
            var there = vm.nic(nic.slot());
            requireFree(
                    vm,
                    "network card",
                    nic.slot(),
                    there.isEmpty() || there.get().equals(nic));
            requirePort(vm, "network card", nic.slot(), GuestDevices.isPluggable(next, nic));
            plug(run, GuestDevices.nic(next, nic));
            ledger.redefine(next);
        });
    }

    VmStatus unplugDisk(int slot, Duration patience) {
        var vm = ledger.record().definition();
        var disk = vm.disk(slot);
        if (disk.isEmpty()) {
            return ledger.status();
        }
        requirePort(vm, "disk", slot, GuestDevices.isPluggable(vm, disk.get()));
        return unplug("disk " + slot, GuestDevices.disk(vm, disk.get()), patience, now -> now.withDisk(slot, null));
    }

    VmStatus unplugNic(int slot, Duration patience) {
        var vm = ledger.record().definition();
        var nic = vm.nic(slot);
        if (nic.isEmpty()) {
            return ledger.status();
        }
        requirePort(vm, "network card", slot, GuestDevices.isPluggable(vm, nic.get()));
        return unplug(
                "network card " + slot, GuestDevices.nic(vm, nic.get()), patience, now -> now.withNic(slot, null));
    }

    /**
     * A device is gone from QEMU. One that nobody waits for any more was released too late, or at the guest's reset: whoever
     * wanted it away was told that it stays, so it comes back.
     */
    void gone(String id) {
        if (wantedAway.contains(id)) {
            return;
        }
        Thread.ofVirtual().name("vm-device-back-" + ledger.id()).start(() -> {
            try {
                locked("Giving back a device of", (run, vm) -> {
                    for (var disk : vm.disks()) {
                        if (bringBack(run, GuestDevices.disk(vm, disk), id)) {
                            limit(run, vm, disk);
                        }
                    }
                    for (var nic : vm.nics()) {
                        bringBack(run, GuestDevices.nic(vm, nic), id);
                    }
                });
            } catch (HypervisorException e) {
                LOG.warn("a device released too late did not come back vm={} device={}", ledger.id(), id, e);
            }
        });
    }

    private boolean bringBack(QemuRun run, Device device, String id) throws QmpException {
        if (!device.id().equals(id) || wantedAway.contains(id) || isThere(run, id)) {
            return false;
        }
        LOG.warn("the guest released a device that stays; it is given back vm={} device={}", ledger.id(), id);
        plug(run, device);
        return true;
    }

    private interface Redefinition {
        VmDefinition of(VmDefinition now);
    }

    private VmStatus unplug(String what, Device device, Duration patience, Redefinition without) {
        wantedAway.add(device.id());
        try {
            var asked = locked("Removing a device of", (run, _) -> {
                requireAnswering();
                ask(run, device);
            });
            awaitRelease(asked, what, device, patience);
            return locked("Removing a device of", (run, vm) -> {
                close(run, device);
                ledger.redefine(without.of(vm));
            });
        } finally {
            wantedAway.remove(device.id());
        }
    }

    /** A request that is under way already, from a run of the agent that died, is as good as a new one. */
    private static void ask(QemuRun run, Device device) throws QmpException {
        if (!isThere(run, device.id())) {
            return;
        }
        try {
            run.execute("device_del", StrictJson.object().put("id", device.id()));
        } catch (QmpException e) {
            if (!isRefusal(e, "already in the process of unplug")) {
                throw e;
            }
        }
    }

    private void awaitRelease(VmStatus asked, String what, Device device, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        try {
            while (isThere(running.get(), device.id())) {
                if (System.nanoTime() - end > 0) {
                    throw notReleased(asked, what, patience);
                }
                LockSupport.parkNanos(POLL.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    throw notReleased(asked, what, patience);
                }
            }
        } catch (QmpException e) {
            throw QemuErrors.of(asked.id(), "Removing a device of", e);
        }
    }

    private static HypervisorException notReleased(VmStatus asked, String what, Duration patience) {
        return new HypervisorException(
                HypervisorErrorCode.DEVICE_NOT_RELEASED,
                "The guest did not release %s within %d s; VM %s keeps it."
                        .formatted(what, patience.toSeconds(), asked.id()),
                "Stop using it inside the guest (unmount it) and try again.",
                "A guest that is booting, or has no driver for PCI hot-plug, releases nothing: stop the VM to remove it.");
    }

    /** Anew, whatever an earlier attempt left behind the device. */
    private static void plug(QemuRun run, Device device) throws QmpException {
        if (isThere(run, device.id())) {
            return;
        }
        close(run, device);
        run.execute(device.kind().add(), device.backend());
        try {
            run.execute("device_add", device.frontend());
        } catch (QmpException e) {
            closeQuietly(run, device);
            throw e;
        }
    }

    /** Takes away what was behind the device, all files of a disk; nothing happens when that is gone already. */
    private static void close(QemuRun run, Device device) throws QmpException {
        var end = System.nanoTime() + CLOSING_PATIENCE.toNanos();
        while (true) {
            var inUse = closeWhatIsFree(run, device);
            if (inUse == null) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw inUse;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** A file on which another stands is free only after that. */
    private static @Nullable QmpException closeWhatIsFree(QemuRun run, Device device) throws QmpException {
        var names = switch (device.kind()) {
            case DISK -> DiskNodes.ofDevice(run, device.backendId());
            case NIC -> List.of(device.backendId());
        };
        QmpException inUse = null;
        for (var name : names) {
            try {
                run.execute(
                        device.kind().remove(),
                        StrictJson.object().put(device.kind().idArgument(), name));
            } catch (QmpException e) {
                if (isRefusal(e, "in use")) {
                    inUse = e;
                } else if (!isRefusal(e, "Failed to find node") && !isRefusal(e, "not found")) {
                    throw e;
                }
            }
        }
        return inUse;
    }

    private static void closeQuietly(QemuRun run, Device device) {
        try {
            close(run, device);
        } catch (QmpException e) {
            LOG.warn("what was behind a device is left device={}", device.id(), e);
        }
    }

    private static boolean isRefusal(QmpException e, String words) {
        return e.kind() == QmpException.Kind.REFUSED
                && String.valueOf(e.getMessage()).contains(words);
    }

    private static boolean isThere(QemuRun run, String id) throws QmpException {
        for (var child : run.execute("qom-list", StrictJson.object().put("path", "/machine/peripheral"))) {
            if (child.path("name").asString("").equals(id)) {
                return true;
            }
        }
        return false;
    }

    private static long virtualSizeBytes(QemuRun run, String node) throws QmpException {
        return DiskNodes.node(run, node)
                .map(found -> found.path("image").path("virtual-size").asLong(Long.MAX_VALUE))
                .orElseThrow(() -> new IllegalStateException(
                        "QEMU does not know the disk %s that its VM is defined with.".formatted(node)));
    }

    private static VmDisk requireDisk(VmDefinition vm, int slot) {
        return vm.disk(slot)
                .orElseThrow(() -> new HypervisorException(
                        HypervisorErrorCode.DISK_NOT_FOUND, "VM %s has no disk %d here.".formatted(vm.id(), slot)));
    }

    private static void requireFree(VmDefinition vm, String what, int slot, boolean free) {
        if (!free) {
            throw new HypervisorException(
                    HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                    "VM %s has another %s in slot %d.".formatted(vm.id(), what, slot),
                    "Remove that first.");
        }
    }

    private static void requirePort(VmDefinition vm, String what, int slot, boolean pluggable) {
        if (!pluggable) {
            throw new HypervisorException(
                    HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                    "%s %d of VM %s cannot come or go while the VM runs: %s."
                            .formatted(
                                    Character.toUpperCase(what.charAt(0)) + what.substring(1),
                                    slot,
                                    vm.id(),
                                    vm.layout() == DeviceLayout.FIXED
                                            ? "it was started without ports for that"
                                            : "it sits at a fixed place"),
                    "Stop the VM, change it, and start it again.");
        }
    }

    private void requireAnswering() {
        if (!(ledger.state() instanceof VmState.Running)) {
            throw refused("removing a device");
        }
    }

    private HypervisorException refused(String what) {
        return HypervisorException.wrongState(
                ledger.id(),
                new Transition.Refused(
                        "%s is not possible because it is %s"
                                .formatted(what, ledger.state().label()),
                        VmLifecycle.allowedCommands(ledger.state())));
    }

    private VmStatus locked(String doing, Change change) {
        commands.lock();
        try {
            var run = running.get();
            var here = ledger.state() instanceof VmState.Running
                    || (ledger.state() instanceof VmState.Paused(var cause) && cause != PauseCause.ARRIVED);
            if (!here) {
                throw refused("changing its devices");
            }
            change.on(run, ledger.record().definition());
            return ledger.status();
        } catch (QmpException e) {
            throw QemuErrors.ofDevice(ledger.id(), doing, e);
        } finally {
            commands.unlock();
        }
    }
}
