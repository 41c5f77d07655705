package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.CreateVolume;
import io.atoll.agent.v1.DeleteVm;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.Disk;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.ha.ProtectionDesk;
import io.atoll.manager.vm.internal.steps.VmTaskKind.Names;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The VM's folder in its pool: made, and removed. */
final class DiskSteps {
    private DiskSteps() {}

    /** Makes every disk: a linked clone of the image, or an empty one. */
    @Component
    static class CreateDisks implements StepHandler {
        private final Workshop shop;

        CreateDisks(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.CREATE_DISKS;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var host = new Memory(context).requireHost();
            for (var disk : shop.books().specs().devices().disks(vm.id())) {
                var outcome =
                        shop.run(context, host, ":disk" + disk.index(), run -> run.setCreateVolume(request(vm, disk)));
                if (!(outcome instanceof AgentOutcome.Completed)) {
                    return AgentAnswers.toStep(outcome);
                }
            }
            return StepOutcome.done();
        }

        private static CreateVolume request(VmRecord vm, Disk disk) {
            var image = disk.index() == 0 ? vm.spec().imageId() : null;
            return CreateVolume.newBuilder()
                    .setPoolId(disk.poolId().toString())
                    .setVmId(vm.id().toString())
                    .setDiskIndex(disk.index())
                    .setSizeBytes(disk.sizeBytes())
                    .setImageId(image == null ? "" : image.toString())
                    .build();
        }

        /** Until the files are proved gone the VM is FAILED, so that somebody can delete it. */
        @Override
        public StepOutcome undo(StepContext context) {
            if (new Memory(context).mayRun()) {
                return StepOutcome.done();
            }
            shop.change(
                    context,
                    status -> status.in(
                            VmPowerState.FAILED, "It was not made, and files of it may be left.", context.now()));
            var outcome = deleteFiles(shop, context, new Memory(context).host());
            if (outcome instanceof StepOutcome.Done) {
                shop.change(context, status -> status.in(VmPowerState.CREATING, "", context.now()));
            }
            return outcome;
        }
    }

    private static StepOutcome deleteFiles(Workshop shop, StepContext context, Optional<HostId> preferred) {
        var vm = shop.vm(context);
        var host = PlacementSteps.reaching(shop, vm, preferred);
        if (host.isEmpty()) {
            return StepOutcome.unavailable("POOL_WRONG_STATE", "No connected host reaches the VM's storage pool.");
        }
        var request = DeleteVm.newBuilder()
                .setVmId(vm.id().toString())
                .setPoolId(vm.spec().poolId().toString())
                .setEpoch(Math.max(1, vm.status().epoch().value()))
                .build();
        return AgentAnswers.toStep(shop.run(context, host.get(), ":" + host.get(), run -> run.setDeleteVm(request)));
    }

    /** Removes the VM's folder, through the host that ran it last where that is connected. */
    @Component
    static class DeleteFiles implements StepHandler {
        private final Workshop shop;

        DeleteFiles(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.DELETE_FILES;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            return deleteFiles(
                    shop, context, Optional.ofNullable(shop.vm(context).status().lastHost()));
        }
    }

    /** Removes what is left of the VM: its owner's record, its addresses, its row. */
    @Component
    static class Forget implements StepHandler {
        private final Workshop shop;
        private final ProtectionDesk desk;

        Forget(Workshop shop, ProtectionDesk desk) {
            this.shop = shop;
            this.desk = desk;
        }

        @Override
        public String name() {
            return Names.FORGET;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var id = VmTaskParams.vm(context);
            releaseLeftOwner(id);
            desk.forget(id);
            shop.owners().forget(id);
            return shop.transact(context, () -> {
                shop.books().changes().removeIfThere(id); // an earlier attempt may have done it, and died
                return StepOutcome.done();
            });
        }

        /** The files are gone, so whoever is named there runs nothing. */
        private void releaseLeftOwner(VmId id) {
            shop.owners().read(id).ifPresent(owner -> {
                var host = owner.host();
                if (host != null) {
                    shop.owners().release(id, host, owner.epoch());
                }
            });
        }
    }
}
