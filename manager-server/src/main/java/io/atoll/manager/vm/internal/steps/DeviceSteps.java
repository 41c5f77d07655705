package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.ApplyDevices;
import io.atoll.agent.v1.CreateVolume;
import io.atoll.agent.v1.DeleteVolume;
import io.atoll.agent.v1.GrowDisk;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AddressPool;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.internal.Disk;
import io.atoll.manager.vm.internal.VmDevices.Kind;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.steps.VmTaskKind.Names;
import io.atoll.manager.vm.internal.steps.VmTaskParams.Device;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Disks and network cards that come, go and grow. The row says what the VM is started and moved with from the moment of the request;
 * the host is brought in line with it, and where that fails, the row is put back first and the host after it. Every step can be
 * called again by another manager.
 */
final class DeviceSteps {
    /** How long a guest may take to let go of a device. */
    static final int RELEASE_SECONDS = 30;

    private static final int GIB_SHIFT = 30;

    private DeviceSteps() {}

    private static boolean adds(StepContext context) {
        return context.kind().equals(VmTaskKind.ADD_DISK.kind())
                || context.kind().equals(VmTaskKind.ADD_NIC.kind());
    }

    /** Where the VM runs; else any host that reaches its disks, the one it ran on last where that is one. */
    static Optional<HostId> host(Workshop shop, VmRecord vm) {
        var here = Optional.ofNullable(vm.status().host());
        return here.isPresent()
                ? here
                : PlacementSteps.reaching(
                        shop, vm, Optional.ofNullable(vm.status().lastHost()));
    }

    private static String imageOf(Workshop shop, VmRecord vm, int index) {
        return shop.books().specs().devices().disks(vm.id()).stream()
                .filter(disk -> disk.index() == index)
                .map(Disk::imageId)
                .findFirst()
                .orElse("");
    }

    static StepOutcome nobody() {
        return StepOutcome.unavailable("POOL_WRONG_STATE", "No connected host reaches the VM's storage pool.");
    }

    static long epoch(VmRecord vm) {
        return Math.max(1, vm.status().epoch().value());
    }

    /** Makes the disk larger; what is written down follows what is true. */
    @Component
    static class Grow implements StepHandler {
        private final Workshop shop;

        Grow(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.GROW_DISK;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var host = host(shop, vm);
            if (host.isEmpty()) {
                return nobody();
            }
            var device = VmTaskParams.device(context);
            var request = GrowDisk.newBuilder()
                    .setVmId(vm.id().toString())
                    .setEpoch(epoch(vm))
                    .setPoolId(vm.spec().poolId().toString())
                    .setDiskIndex(device.index())
                    .setSizeBytes((long) device.sizeGiB() << GIB_SHIFT)
                    .setImageId(imageOf(shop, vm, device.index()))
                    .build();
            var outcome = shop.run(context, host.get(), ":" + host.get(), run -> run.setGrowDisk(request));
            if (outcome instanceof AgentOutcome.Completed) {
                shop.transact(context, () -> {
                    shop.books().specs().devices().resize(vm.id(), device.index(), device.sizeGiB());
                    shop.books().changes().hasOtherDevices(vm.id());
                    return vm;
                });
                context.result("diskIndex", device.index());
                context.result("sizeGiB", device.sizeGiB());
                context.result(
                        "inTheGuest",
                        "The guest sees a larger disk, but its partitions and file systems are as they were: grow them inside the"
                                + " guest, for example with growpart and resize2fs or xfs_growfs.");
            }
            return AgentAnswers.toStep(outcome);
        }
    }

    /** Makes the file of a new disk. */
    @Component
    static class CreateDisk implements StepHandler {
        private final Workshop shop;

        CreateDisk(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.CREATE_DISK;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var host = host(shop, vm);
            if (host.isEmpty()) {
                return nobody();
            }
            var device = VmTaskParams.device(context);
            var request = CreateVolume.newBuilder()
                    .setPoolId(vm.spec().poolId().toString())
                    .setVmId(vm.id().toString())
                    .setDiskIndex(device.index())
                    .setSizeBytes((long) device.sizeGiB() << GIB_SHIFT)
                    .build();
            context.result("diskIndex", device.index());
            return AgentAnswers.toStep(
                    shop.run(context, host.get(), ":" + host.get(), run -> run.setCreateVolume(request)));
        }

        /** Where the guest has the disk after all, it stays. */
        @Override
        public StepOutcome undo(StepContext context) {
            if (context.recall(Apply.STAYS, Boolean.class).orElse(false)) {
                return StepOutcome.done();
            }
            var vm = shop.vm(context);
            var device = VmTaskParams.device(context);
            shop.transact(context, () -> {
                shop.books().specs().devices().removing(vm.id(), device.kind(), device.index(), true);
                return vm;
            });
            var deleted = deleteFile(shop, context, vm, device);
            if (deleted instanceof StepOutcome.Done) {
                forget(shop, context, device);
            }
            return deleted;
        }
    }

    private static StepOutcome deleteFile(Workshop shop, StepContext context, VmRecord vm, Device device) {
        var host = host(shop, vm);
        if (host.isEmpty()) {
            return nobody();
        }
        var request = DeleteVolume.newBuilder()
                .setVmId(vm.id().toString())
                .setEpoch(epoch(vm))
                .setPoolId(vm.spec().poolId().toString())
                .setDiskIndex(device.index())
                .build();
        return AgentAnswers.toStep(
                shop.run(context, host.get(), ":delete:" + host.get(), run -> run.setDeleteVolume(request)));
    }

    private static void forget(Workshop shop, StepContext context, Device device) {
        var id = VmTaskParams.vm(context);
        shop.transact(context, () -> {
            if (shop.books().specs().devices().forget(id, device.kind(), device.index())) {
                shop.books().changes().hasOtherDevices(id);
            }
            return id;
        });
    }

    /**
     * Brings a guest that runs in line with what is written down, and the spec beside its disks with it. Of a VM that does not run
     * nothing has to be done: the spec is brought to its disks, and it starts with it.
     */
    @Component
    static class Apply implements StepHandler {
        /** The device was to come, or to go, and is the guest's in the end. */
        static final String STAYS = "deviceStays";

        private static final String SEALED_UNDO = "sealedUndo";
        private static final Set<String> NOT_RUNNING = Set.of("VM_NOT_FOUND", "VM_WRONG_STATE");
        private static final String NOT_RELEASED = "DEVICE_NOT_RELEASED";

        private final Workshop shop;
        private final SpecSealer sealer;
        private final AddressPool addresses;

        Apply(Workshop shop, SpecSealer sealer, AddressPool addresses) {
            this.shop = shop;
            this.sealer = sealer;
            this.addresses = addresses;
        }

        @Override
        public String name() {
            return Names.APPLY_DEVICES;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var device = VmTaskParams.device(context);
            context.result(device.kind() == Kind.DISK ? "diskIndex" : "nicIndex", device.index());
            var vm = shop.vm(context);
            var host = vm.status().host();
            return host == null
                    ? StepOutcome.done()
                    : AgentAnswers.toStep(
                            apply(context, vm, host, "", new Memory(context).sealed(() -> seal(context, vm))));
        }

        private Memory.Sealed seal(StepContext context, VmRecord vm) {
            return sealer.sealedSpec(shop, context, vm.status().epoch(), now -> {
                var model = now.status().cpuModel();
                return model == null ? shop.books().demands().baseline(now) : CpuBaseline.read(model);
            });
        }

        private AgentOutcome apply(StepContext context, VmRecord vm, HostId host, String suffix, Memory.Sealed sealed) {
            var request = ApplyDevices.newBuilder()
                    .setSpec(sealed.spec())
                    .setEpoch(epoch(vm))
                    .setReleaseSeconds(RELEASE_SECONDS)
                    .setSpecFile(sealed.file())
                    .build();
            var outcome = shop.run(context, host, suffix, run -> run.setApplyDevices(request));
            if (outcome instanceof AgentOutcome.Completed) {
                sealer.written(vm.id(), context.epoch(), sealed.generation(), sealed.file());
            }
            return outcome;
        }

        /** The row first, so that nobody starts or moves the VM with what the host is about to lose or get back. */
        @Override
        public StepOutcome undo(StepContext context) {
            var device = VmTaskParams.device(context);
            mark(context, device, adds(context));
            var vm = shop.vm(context);
            var host = vm.status().host();
            if (host != null) {
                var sealed = new Memory(context).sealed(SEALED_UNDO, () -> seal(context, vm));
                var outcome = apply(context, vm, host, ":undo", sealed);
                if (!(outcome instanceof AgentOutcome.Completed)
                        && NOT_RUNNING.stream().noneMatch(code -> GuestSteps.says(code, outcome))) {
                    if (adds(context) && GuestSteps.says(NOT_RELEASED, outcome)) {
                        keep(context, device);
                    }
                    return AgentAnswers.toStep(outcome);
                }
            }
            if (context.kind().equals(VmTaskKind.ADD_NIC.kind())) {
                release(shop, addresses, context, device);
            }
            return StepOutcome.done();
        }

        /** A new device that the guest does not give back is its own now. */
        private void keep(StepContext context, Device device) {
            mark(context, device, false);
            context.remember(STAYS, true);
        }

        private void mark(StepContext context, Device device, boolean removing) {
            var id = VmTaskParams.vm(context);
            shop.transact(context, () -> {
                var devices = shop.books().specs().devices();
                var limits = device.limitsBefore();
                if (limits != null) {
                    devices.limit(id, device.index(), limits);
                } else {
                    devices.removing(id, device.kind(), device.index(), removing);
                }
                shop.books().changes().hasOtherDevices(id);
                return id;
            });
        }
    }

    private static void release(Workshop shop, AddressPool addresses, StepContext context, Device device) {
        var id = VmTaskParams.vm(context);
        shop.transact(context, () -> {
            if (shop.books().specs().devices().forget(id, device.kind(), device.index())) {
                shop.books().changes().hasOtherDevices(id);
            }
            if (device.kind() == Kind.NIC) {
                addresses.release(id.value(), device.index());
            }
            return id;
        });
    }

    /** The guest has let go: the device is no longer written down, and its address and number are free again. */
    @Component
    static class Forget implements StepHandler {
        private final Workshop shop;
        private final AddressPool addresses;

        Forget(Workshop shop, AddressPool addresses) {
            this.shop = shop;
            this.addresses = addresses;
        }

        @Override
        public String name() {
            return Names.FORGET_DEVICE;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            release(shop, addresses, context, VmTaskParams.device(context));
            return StepOutcome.done();
        }
    }

    /** Removes the file of a disk that the VM does not have any more. */
    @Component
    static class DeleteDisk implements StepHandler {
        private final Workshop shop;

        DeleteDisk(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.DELETE_DISK;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            return deleteFile(shop, context, shop.vm(context), VmTaskParams.device(context));
        }
    }
}
