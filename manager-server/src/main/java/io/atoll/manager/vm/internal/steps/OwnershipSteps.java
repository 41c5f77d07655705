package io.atoll.manager.vm.internal.steps;

import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerChange;
import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.ha.ProtectionDesk;
import io.atoll.manager.vm.internal.steps.VmTaskKind.Names;
import io.atoll.manager.vm.internal.sync.ReportBook.Presence;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may run a VM: claimed before it starts, given back when it has stopped. */
final class OwnershipSteps {
    private OwnershipSteps() {}

    /** Makes the chosen host the VM's owner, under a new epoch. */
    @Component
    static class Claim implements StepHandler {
        private final Workshop shop;

        Claim(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.CLAIM;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = VmTaskParams.vm(context);
            var host = new Memory(context).requireHost();
            var change = shop.owners().claim(vm, host, context.operation().toString());
            if (change instanceof OwnerChange.Refused(var current, var _) && releasedWhatWasLeft(vm, current)) {
                change = shop.owners().claim(vm, host, context.operation().toString());
            }
            return switch (change) {
                case OwnerChange.Applied(var owner) -> {
                    new Memory(context).epoch(owner.epoch());
                    shop.change(context, status -> status.underEpoch(owner.epoch()));
                    yield StepOutcome.done();
                }
                case OwnerChange.Refused(var current, var reason) ->
                    StepOutcome.failed(
                            "VM_WRONG_STATE",
                            "The VM cannot be owned by %s: %s.".formatted(shop.name(host), reason),
                            current == null || current.host() == null
                                    ? "Try again."
                                    : "Bring %s back, so that it can say whether the VM runs there."
                                            .formatted(shop.name(current.host())));
            };
        }

        /** An owner that is connected and does not run the VM merely was not released when it stopped. */
        private boolean releasedWhatWasLeft(VmId vm, @Nullable Owner current) {
            var host = current == null ? null : current.host();
            if (current == null || host == null) {
                return false;
            }
            var reports = shop.books().reports();
            var leftBehind = reports.presence(host) == Presence.CONNECTED
                    && !reports.running(vm).containsKey(host);
            return leftBehind && shop.owners().release(vm, host, current.epoch()) instanceof OwnerChange.Applied;
        }

        @Override
        public StepOutcome undo(StepContext context) {
            if (new Memory(context).mayRun()) {
                return StepOutcome.done();
            }
            var vm = VmTaskParams.vm(context);
            var claim = new OperationId(
                            context.operation().task(), context.operation().stepIndex(), false)
                    .toString();
            var owner = shop.owners().read(vm).filter(current -> claim.equals(current.operation()));
            owner.map(Owner::host)
                    .flatMap(Optional::ofNullable)
                    .ifPresent(
                            host -> shop.owners().release(vm, host, owner.get().epoch()));
            if (context.kind().equals(VmTaskKind.CREATE.kind())) {
                shop.owners().forget(vm);
            }
            return StepOutcome.done();
        }
    }

    /**
     * Before anything is done to a VM that is to be off: from here on HA leaves it alone, whatever happens to its host. Should
     * the task fail, the VM is protected again as soon as it is at rest.
     */
    @Component
    static class Unprotect implements StepHandler {
        private final ProtectionDesk desk;

        Unprotect(ProtectionDesk desk) {
            this.desk = desk;
        }

        @Override
        public String name() {
            return Names.UNPROTECT;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            desk.lift(VmTaskParams.vm(context), context.epoch());
            return StepOutcome.done();
        }
    }

    /** Nobody owns the VM that has stopped. */
    @Component
    static class Release implements StepHandler {
        private final Workshop shop;

        Release(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.RELEASE;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            HostId host = vm.status().host();
            if (host != null
                    && shop.owners().release(vm.id(), host, vm.status().epoch())
                            instanceof OwnerChange.Refused(var current, var _)
                    && current != null
                    && vm.status().epoch().isOlderThan(current.epoch())) {
                return StepOutcome.failed(
                        "HA_TAKEOVER",
                        shop.takenOver(current),
                        "The VM runs there, or is about to. Stop it again if it is to be off.");
            }
            shop.change(context, status -> status.off(VmPowerState.STOPPED, "", context.now()));
            return StepOutcome.done();
        }
    }
}
