package io.atoll.manager.vm.internal.steps;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.PlacementHistory.DecisionCause;
import io.atoll.manager.vm.internal.PlacementHistory.Wish;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.steps.VmTaskKind.Names;
import io.atoll.model.HostId;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finding a host. The room was promised when the task was asked for; here it is looked whether that still holds. */
final class PlacementSteps {
    /** The field of the task's result with the ranked hosts and the refusals. */
    private static final String RESULT = "placement";

    private PlacementSteps() {}

    /** The promised host while it is READY, else another one. What decided it becomes the task's result. */
    private static HostId promised(Workshop shop, StepContext context, VmRecord vm, PlacementQuestion question) {
        var kept = shop.books().placements().reservation(vm.id()).filter(shop::isReady);
        if (kept.isPresent()) {
            shop.books()
                    .changes()
                    .placementOn(vm.id(), kept.get())
                    .ifPresent(decision -> context.result(RESULT, decision));
            return kept.get();
        }
        return shop.transact(context, () -> {
            var task = context.operation().task();
            var report = shop.books().placements().reserve(question, task);
            shop.books()
                    .changes()
                    .keepPlacement(vm.id(), report, new Wish(DecisionCause.RETRY, context.requestedBy(), task));
            context.result(RESULT, report);
            return host(report);
        });
    }

    private static HostId host(PlacementReport report) {
        return new HostId(Objects.requireNonNull(report.hostId(), "A reservation names its host."));
    }

    private static StepOutcome release(Workshop shop, StepContext context) {
        return shop.transact(context, () -> {
            shop.books().placements().release(VmTaskParams.vm(context));
            return StepOutcome.done();
        });
    }

    /** A host on which the VM starts. */
    @Component
    static class Place implements StepHandler {
        private final Workshop shop;

        Place(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.PLACE;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var question = shop.books().demands().toStart(vm, VmTaskParams.wishedHost(context));
            var host = promised(shop, context, vm, question);
            new Memory(context).host(host);
            shop.change(
                    context,
                    status -> status.powerState() == VmPowerState.STARTING
                            ? status.at(VmPowerState.STARTING, "", host, context.now())
                            : status);
            return StepOutcome.done();
        }

        @Override
        public StepOutcome undo(StepContext context) {
            return release(shop, context);
        }
    }

    /** A host that makes the disks of a VM which is not to run yet; all hosts see the same storage. */
    @Component
    static class ChooseHost implements StepHandler {
        private final Workshop shop;

        ChooseHost(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.CHOOSE_HOST;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var host = reaching(shop, vm, Optional.ofNullable(VmTaskParams.wishedHost(context)));
            if (host.isEmpty()) {
                return StepOutcome.unavailable("POOL_WRONG_STATE", "No connected host reaches the VM's storage pool.");
            }
            new Memory(context).host(host.get());
            return StepOutcome.done();
        }
    }

    /** A connected host that reaches the VM's storage; {@code preferred} where it is one. */
    static Optional<HostId> reaching(Workshop shop, VmRecord vm, Optional<HostId> preferred) {
        var usable = shop.books().inventory().hosts(vm.spec().clusterId()).stream()
                .filter(Host::isReady)
                .map(Host::id)
                .filter(host -> shop.books()
                        .inventory()
                        .reachablePools(host)
                        .contains(vm.spec().poolId()))
                .toList();
        return preferred.filter(usable::contains).or(() -> usable.stream().findFirst());
    }

    /** A host the VM moves to. */
    @Component
    static class PlaceTarget implements StepHandler {
        private final Workshop shop;
        private final Arrival arrival;

        PlaceTarget(Workshop shop, Arrival arrival) {
            this.shop = shop;
            this.arrival = arrival;
        }

        @Override
        public String name() {
            return Names.PLACE_TARGET;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var source = vm.status().host();
            if (source == null) {
                return StepOutcome.failed("VM_WRONG_STATE", "The VM no longer runs on any host.");
            }
            var memory = new Memory(context);
            memory.source(source);
            memory.epoch(vm.status().epoch());
            var question = shop.books().demands().toMove(vm, VmTaskParams.wishedHost(context));
            memory.host(promised(shop, context, vm, question));
            return StepOutcome.done();
        }

        @Override
        public StepOutcome undo(StepContext context) {
            if (new Memory(context).host().isPresent()) {
                arrival.recordFailure(context);
            }
            return release(shop, context);
        }
    }
}
