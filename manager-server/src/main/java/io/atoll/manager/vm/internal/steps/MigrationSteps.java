package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.AbortIncoming;
import io.atoll.agent.v1.IncomingReady;
import io.atoll.agent.v1.MigrateVm;
import io.atoll.agent.v1.PrepareIncoming;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.internal.steps.VmTaskKind.Names;
import io.atoll.manager.vm.internal.sync.ReportBook.Entry;
import io.atoll.manager.vm.internal.sync.ReportedState;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The move of a running VM. The target waits under the next epoch, the source sends; QEMU itself lets the guest go on at
 * exactly one end. Only when it is at the target is the ownership handed over, by a compare-and-set that also raises the
 * epoch; so a command meant for the old copy is refused, and a manager that died in between finds out from the hosts.
 * A highly available guest stands still at the target until its agent has made that very change; here it is then repeated.
 */
final class MigrationSteps {
    private MigrationSteps() {}

    /** On the target a process waits; no guest runs in it. */
    @Component
    static class PrepareTarget implements StepHandler {
        private final Workshop shop;
        private final Arrival arrival;

        PrepareTarget(Workshop shop, Arrival arrival) {
            this.shop = shop;
            this.arrival = arrival;
        }

        @Override
        public String name() {
            return Names.PREPARE_INCOMING;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var memory = new Memory(context);
            var guest = guest(context, memory.requireSource());
            if (guest.isEmpty()) {
                return StepOutcome.unavailable(
                        ErrorCode.AGENT_UNREACHABLE.name(),
                        "Host %s has not said yet how this guest runs there."
                                .formatted(shop.name(memory.requireSource())));
            }
            var request = request(context, memory, guest.get());
            var outcome = shop.run(context, memory.requireHost(), run -> run.setPrepareIncoming(request));
            if (outcome instanceof AgentOutcome.Completed(var result)) {
                context.remember("targetAddress", result.getIncoming().getAddress());
                context.remember("targetPort", result.getIncoming().getPort());
                context.remember("memoryChannels", result.getIncoming().getMemoryChannels());
                return fits(request, result.getIncoming(), shop.name(memory.requireHost()));
            }
            return Arrival.noted(context, outcome);
        }

        private PrepareIncoming request(StepContext context, Memory memory, Guest guest) {
            var vm = shop.vm(context);
            var model = vm.status().cpuModel();
            return PrepareIncoming.newBuilder()
                    .setSpec(memory.spec(() -> shop.books()
                            .specs()
                            .of(vm, model == null ? shop.books().demands().baseline(vm) : CpuBaseline.read(model))))
                    .setEpoch(memory.requireEpoch().next().value())
                    .setSourceHostId(memory.requireSource().toString())
                    .setSourceMemoryChannels(guest.memoryChannels)
                    .setPaused(guest.paused)
                    .setSourceDeviceLayout(guest.deviceLayout)
                    .build();
        }

        /**
         * The guest at its source, by its host's word.
         *
         * @param paused whether people have paused it: a guest held at its target does not show it, and the power state says by
         *     now that it moves
         * @param memoryChannels what the process there can do, which may be older than the host's software
         * @param deviceLayout where the guest has its devices, which it keeps
         */
        record Guest(boolean paused, int memoryChannels, int deviceLayout) {}

        /**
         * Asked once: a repeated call says the same. Empty while the source was not heard, as in the first moments of a new leader:
         * a target that waits for another guest than the one that comes cannot take it, and one that was paused would run on.
         */
        private Optional<Guest> guest(StepContext context, HostId source) {
            var known = context.recall("guest", Guest.class);
            if (known.isPresent()) {
                return known;
            }
            var guest = report(shop, source, VmTaskParams.vm(context)).map(MigrationSteps::guest);
            guest.ifPresent(found -> context.remember("guest", found));
            return guest;
        }

        /** An agent from before there were ports waits without them, and the guest could not arrive there. */
        private static StepOutcome fits(PrepareIncoming request, IncomingReady ready, String host) {
            return Math.max(1, request.getSourceDeviceLayout()) == Math.max(1, ready.getDeviceLayout())
                    ? StepOutcome.done()
                    : StepOutcome.failed(
                            "MIGRATION_FAILED",
                            "The agent of host %s does not know where this guest has its devices (layout %d)."
                                    .formatted(host, request.getSourceDeviceLayout()),
                            "Update the agent on that host, or choose another host.");
        }

        @Override
        public StepOutcome undo(StepContext context) {
            if (arrival.happened(context)) {
                return StepOutcome.done();
            }
            var memory = new Memory(context);
            var request = AbortIncoming.newBuilder()
                    .setVmId(VmTaskParams.vm(context).toString())
                    .setEpoch(memory.requireEpoch().next().value())
                    .build();
            var outcome = shop.run(context, memory.requireHost(), run -> run.setAbortIncoming(request));
            if (GuestSteps.says("VM_WRONG_STATE", outcome)) {
                // The guest runs there: it arrived after everybody had stopped looking.
                arrival.noteHappened(context);
                return arrival.handOver(context);
            }
            return GuestSteps.isNotThere(outcome) ? StepOutcome.done() : AgentAnswers.toStep(outcome);
        }
    }

    /** The source sends the guest. When its answer is lost or unclear, the target's report tells. */
    @Component
    static class SendMemory implements StepHandler {
        private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
        private static final Duration WAIT_FOR_HOST = Duration.ofSeconds(1);
        private static final int LOOKS = 8;
        /** The source's answer may be here before its report: what is known of it until then is from before. */
        private static final int LOOKS_UNTIL_CURRENT = 2;

        private final Workshop shop;
        private final Arrival arrival;

        SendMemory(Workshop shop, Arrival arrival) {
            this.shop = shop;
            this.arrival = arrival;
        }

        @Override
        public String name() {
            return Names.SEND_MEMORY;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var memory = new Memory(context);
            var effort = effort(context);
            var request = MigrateVm.newBuilder()
                    .setBandwidthBytesPerSecond(effort.bandwidthBytesPerSecond)
                    .addAllPauseLadderMs(effort.pauseLadderMs)
                    .setNoAutoConverge(!effort.autoConverge)
                    .setVmId(VmTaskParams.vm(context).toString())
                    .setEpoch(memory.requireEpoch().value())
                    .setTargetHostId(memory.requireHost().toString())
                    .setTargetAddress(
                            context.recall("targetAddress", String.class).orElse(""))
                    .setTargetPort(context.recall("targetPort", Integer.class).orElse(0))
                    .setMemoryChannels(
                            context.recall("memoryChannels", Integer.class).orElse(0))
                    .setDowntimeLimitMs(effort.pauseLadderMs.getLast())
                    .build();
            var outcome = shop.run(context, memory.requireSource(), run -> run.setMigrateVm(request));
            if (outcome instanceof AgentOutcome.Completed(var result)) {
                arrival.figures(context, result.getMigration());
                arrival.noteHappened(context);
                return StepOutcome.done();
            }
            if (arrival.targetRuns(context)) {
                arrival.noteHappened(context);
                return StepOutcome.done();
            }
            return isCertain(outcome, context) ? Arrival.noted(context, outcome) : lookAgain(context, outcome);
        }

        /** How hard it is to try. */
        record Effort(long bandwidthBytesPerSecond, List<Integer> pauseLadderMs, boolean autoConverge) {}

        /** By the cluster's policy of the moment when it began: a repeated call asks the same. */
        private Effort effort(StepContext context) {
            return context.recall("effort", Effort.class).orElseGet(() -> {
                var policy = shop.books().policies().of(shop.vm(context).spec().clusterId());
                var effort = new Effort(
                        policy.bandwidthBytesPerSecond(),
                        policy.ladderUpTo(VmTaskParams.pauseLimitMs(context)),
                        policy.autoConverge());
                context.remember("effort", effort);
                return effort;
            });
        }

        /** Whether the guest surely is where it was; or nothing is known at all, which is asked again anyway. */
        private boolean isCertain(AgentOutcome outcome, StepContext context) {
            return switch (outcome) {
                case AgentOutcome.Unavailable _, AgentOutcome.Completed _ -> true;
                case AgentOutcome.Failed failed ->
                    failed.rolledBack() || (looks(context) >= LOOKS_UNTIL_CURRENT && arrival.sourceRuns(context));
                case AgentOutcome.Refused _ -> arrival.sourceRuns(context);
            };
        }

        private static int looks(StepContext context) {
            return context.recall("looks", Integer.class).orElse(0);
        }

        private static StepOutcome lookAgain(StepContext context, AgentOutcome outcome) {
            int looks = looks(context);
            if (looks >= LOOKS) {
                return Arrival.noted(context, outcome);
            }
            context.remember("looks", looks + 1);
            return StepOutcome.running(99, "finding out where the guest runs", LOOK_AGAIN);
        }

        @Override
        public void interrupt(OperationId operation, StepContext context) {
            shop.cancel(context, new Memory(context).requireSource());
        }

        /**
         * What has moved is not moved back: a task that is cancelled too late leaves the VM at its target. While nobody can
         * tell where the guest is, this waits without an end: a VM called off because its target was silent for too long
         * could be started a second time. Who knows that the target will never come back revokes it, and that ends it.
         */
        @Override
        public StepOutcome undo(StepContext context) {
            if (!arrival.happened(context) && shop.takeover(context).isPresent()) {
                return StepOutcome.done(); // Neither end is the owner any more: both must end the guest.
            }
            if (!arrival.happened(context) && (arrival.targetRuns(context) || arrival.sourceHasSent(context))) {
                arrival.noteHappened(context);
            }
            if (arrival.happened(context)) {
                return arrival.handOver(context);
            }
            return arrival.sourceRuns(context) || arrival.targetIsHeard(context) || arrival.targetIsRevoked(context)
                    ? StepOutcome.done()
                    : StepOutcome.running(
                            50,
                            "waiting for %s to say whether the guest arrived there; revoke it if it is lost for good"
                                    .formatted(arrival.targetName(context)),
                            WAIT_FOR_HOST);
        }
    }

    /** The target becomes the owner. From here there is only a way forward. */
    @Component
    static class HandOver implements StepHandler {
        private final Arrival arrival;

        HandOver(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        public String name() {
            return Names.HAND_OVER;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            return arrival.handOver(context);
        }
    }

    /** Waits until the hosts say the same, and keeps the figures. */
    @Component
    static class Arrive implements StepHandler {
        private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final Arrival arrival;

        Arrive(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        public String name() {
            return Names.ARRIVE;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            long begun = context.recall("arriveBegun", Long.class).orElseGet(() -> {
                context.remember("arriveBegun", context.now().toEpochMilli());
                return context.now().toEpochMilli();
            });
            var patient = context.now().toEpochMilli() - begun < PATIENCE.toMillis();
            if (patient && (!arrival.targetIsSettled(context) || arrival.sourceRuns(context))) {
                return StepOutcome.running(50, "waiting for both hosts to confirm", LOOK_AGAIN);
            }
            arrival.record(context);
            return StepOutcome.done();
        }
    }

    private static PrepareTarget.Guest guest(Entry entry) {
        var report = entry.report();
        var paused = entry.state() == ReportedState.PAUSED && report.getDetail().equals("REQUESTED");
        return new PrepareTarget.Guest(paused, report.getMemoryChannels(), report.getDeviceLayout());
    }

    static boolean runs(Optional<Entry> entry) {
        return entry.map(Entry::state)
                .filter(state -> state == ReportedState.RUNNING || state == ReportedState.PAUSED)
                .isPresent();
    }

    /** Not while it stands at its target only until that host has made it its own. */
    static boolean isSettled(Optional<Entry> entry) {
        return runs(entry.filter(found -> !found.report().getDetail().equals("ARRIVED")));
    }

    static Optional<Entry> report(Workshop shop, HostId host, VmId vm) {
        return shop.books().reports().entry(host, vm);
    }
}
