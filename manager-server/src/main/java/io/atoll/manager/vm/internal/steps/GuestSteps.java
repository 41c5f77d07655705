package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.PauseVm;
import io.atoll.agent.v1.ResetVm;
import io.atoll.agent.v1.ResumeVm;
import io.atoll.agent.v1.RunRequest;
import io.atoll.agent.v1.ShutdownVm;
import io.atoll.agent.v1.StartVm;
import io.atoll.agent.v1.StopVm;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.steps.VmTaskKind.Names;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** What is done to a guest on its host. */
final class GuestSteps {
    private static final String NOT_FOUND = "VM_NOT_FOUND";

    private GuestSteps() {}

    /** Starts the guest; the agent lets it stand still until it has read the owner once more. */
    @Component
    static class Start implements StepHandler {
        private final Workshop shop;
        private final SpecSealer sealer;

        Start(Workshop shop, SpecSealer sealer) {
            this.shop = shop;
            this.sealer = sealer;
        }

        @Override
        public String name() {
            return Names.START;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var memory = new Memory(context);
            var host = memory.requireHost();
            var sealed = memory.sealed(() -> sealer.sealedSpec(
                    shop,
                    context,
                    memory.requireEpoch(),
                    now -> shop.books().demands().baseline(now)));
            var request = StartVm.newBuilder()
                    .setSpec(sealed.spec())
                    .setEpoch(memory.requireEpoch().value())
                    .setSpecFile(sealed.file())
                    .build();
            var outcome = shop.run(context, host, run -> run.setStartVm(request));
            if (outcome instanceof AgentOutcome.Completed) {
                sealer.written(vm.id(), context.epoch(), sealed.generation(), sealed.file());
                shop.transact(context, () -> {
                    shop.books().placements().release(vm.id());
                    return shop.books()
                            .changes()
                            .changeStatus(
                                    vm.id(),
                                    status -> status.at(VmPowerState.RUNNING, "", host, context.now())
                                            .withCpuModel(AgentSpecs.cpu(sealed.spec())
                                                    .text()));
                });
                context.result("hostId", host.toString());
            }
            return AgentAnswers.toStep(outcome);
        }

        /** Until the host says that nothing runs, the VM is UNKNOWN there and keeps its disks and its owner. */
        @Override
        public StepOutcome undo(StepContext context) {
            var memory = new Memory(context);
            var host = memory.requireHost();
            memory.mayRun(true);
            shop.change(
                    context,
                    status -> status.at(
                            VmPowerState.UNKNOWN,
                            "Its start could not be confirmed or taken back; it may be running.",
                            host,
                            context.now()));
            var outcome = stop(shop, context, host, memory.requireEpoch());
            if (outcome instanceof StepOutcome.Done) {
                memory.mayRun(false);
                var creating = context.kind().equals(VmTaskKind.CREATE.kind());
                shop.change(
                        context,
                        status ->
                                status.off(creating ? VmPowerState.CREATING : VmPowerState.STOPPED, "", context.now()));
            }
            return outcome;
        }

        @Override
        public void interrupt(OperationId operation, StepContext context) {
            shop.cancel(context, new Memory(context).requireHost());
        }
    }

    /** Stops the VM on one host; done as well where the host does not have it. */
    private static StepOutcome stop(Workshop shop, StepContext context, HostId host, VmEpoch epoch) {
        var request = StopVm.newBuilder()
                .setVmId(VmTaskParams.vm(context).toString())
                .setEpoch(epoch.value())
                .build();
        // Another epoch is another command: under the same id the agent would refuse it.
        var outcome = shop.run(context, host, ":" + host + ":" + epoch, run -> run.setStopVm(request));
        return isNotThere(outcome) ? StepOutcome.done() : AgentAnswers.toStep(outcome);
    }

    static boolean isNotThere(AgentOutcome outcome) {
        return says(NOT_FOUND, outcome);
    }

    static boolean says(String code, AgentOutcome outcome) {
        return switch (outcome) {
            case AgentOutcome.Refused refused -> refused.code().equals(code);
            case AgentOutcome.Failed failed -> failed.code().equals(code);
            case AgentOutcome.Completed _, AgentOutcome.Unavailable _ -> false;
        };
    }

    /** Stops the VM wherever it runs; that is more than one host only when something went badly wrong. */
    @Component
    static class Stop implements StepHandler {
        private final Workshop shop;

        Stop(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.STOP;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            for (var host : hosts(vm)) {
                var epoch = shop.books()
                        .reports()
                        .entry(host, vm.id())
                        .map(entry -> entry.epoch())
                        .filter(vm.status().epoch()::isOlderThan)
                        .orElse(vm.status().epoch());
                var outcome = stop(shop, context, host, epoch);
                if (!(outcome instanceof StepOutcome.Done)) {
                    return outcome;
                }
            }
            return StepOutcome.done();
        }

        private Set<HostId> hosts(VmRecord vm) {
            var hosts = new TreeSet<>(shop.books().reports().running(vm.id()).keySet());
            var believed = vm.status().host();
            if (believed != null) {
                hosts.add(believed);
            }
            return hosts;
        }
    }

    /** Asks the guest to shut down and waits. With {@code thenStop}, one that takes too long is left to the next step. */
    @Component
    static class Shutdown implements StepHandler {
        private static final String TIMEOUT = "SHUTDOWN_TIMEOUT";

        private final Workshop shop;

        Shutdown(Workshop shop) {
            this.shop = shop;
        }

        @Override
        public String name() {
            return Names.SHUTDOWN;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var host = vm.status().host();
            if (host == null) {
                return StepOutcome.done();
            }
            new Memory(context).host(host);
            var params = context.params(VmTaskParams.class);
            var request = ShutdownVm.newBuilder()
                    .setVmId(vm.id().toString())
                    .setEpoch(vm.status().epoch().value())
                    .setDeadlineSeconds(params.deadlineSeconds())
                    .build();
            var outcome = shop.run(context, host, run -> run.setShutdownVm(request));
            if (isNotThere(outcome) || (params.thenStop() && says(TIMEOUT, outcome))) {
                return StepOutcome.done();
            }
            return AgentAnswers.toStep(outcome);
        }

        @Override
        public void interrupt(OperationId operation, StepContext context) {
            new Memory(context).host().ifPresent(host -> shop.cancel(context, host));
        }
    }

    /** One command to the guest, and the state it leads to. */
    abstract static class Command implements StepHandler {
        private final Workshop shop;
        private final String name;
        private final VmPowerState after;

        Command(Workshop shop, String name, VmPowerState after) {
            this.shop = shop;
            this.name = name;
            this.after = after;
        }

        abstract Consumer<RunRequest.Builder> operation(String vmId, long epoch);

        @Override
        public String name() {
            return name;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            var host = vm.status().host();
            if (host == null) {
                return StepOutcome.failed("VM_WRONG_STATE", "The VM no longer runs on any host.");
            }
            var outcome = shop.run(
                    context,
                    host,
                    operation(vm.id().toString(), vm.status().epoch().value()));
            if (outcome instanceof AgentOutcome.Completed) {
                shop.change(context, status -> status.in(after, "", context.now()));
            }
            return AgentAnswers.toStep(outcome);
        }
    }

    /** The guest begins anew, as after a press of the reset button. */
    @Component
    static class Reset extends Command {
        Reset(Workshop shop) {
            super(shop, Names.RESET, VmPowerState.RUNNING);
        }

        @Override
        Consumer<RunRequest.Builder> operation(String vmId, long epoch) {
            return run -> run.setResetVm(ResetVm.newBuilder().setVmId(vmId).setEpoch(epoch));
        }
    }

    /** The guest stands still. */
    @Component
    static class Pause extends Command {
        Pause(Workshop shop) {
            super(shop, Names.PAUSE, VmPowerState.PAUSED);
        }

        @Override
        Consumer<RunRequest.Builder> operation(String vmId, long epoch) {
            return run -> run.setPauseVm(PauseVm.newBuilder().setVmId(vmId).setEpoch(epoch));
        }
    }

    /** The guest goes on. */
    @Component
    static class Resume extends Command {
        Resume(Workshop shop) {
            super(shop, Names.RESUME, VmPowerState.RUNNING);
        }

        @Override
        Consumer<RunRequest.Builder> operation(String vmId, long epoch) {
            return run -> run.setResumeVm(ResumeVm.newBuilder().setVmId(vmId).setEpoch(epoch));
        }
    }
}
