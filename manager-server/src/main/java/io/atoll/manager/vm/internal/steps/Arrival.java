package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.MigrationResult;
import io.atoll.ha.zk.OwnerChange;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.MigrationHistory;
import io.atoll.manager.vm.internal.PlacementHistory.DecisionCause;
import io.atoll.manager.vm.internal.PlacementHistory.Wish;
import io.atoll.manager.vm.internal.sync.ReportBook.Presence;
import io.atoll.manager.vm.internal.sync.ReportedState;
import java.util.List;
import org.springframework.stereotype.Component;

/** The end of a migration: did the guest arrive, who owns it now, and what did it cost. */
@Component
class Arrival {
    private static final String HAPPENED = "arrived";
    private static final String PROBLEM = "problem";

    private final Workshop shop;
    private final MigrationHistory history;

    Arrival(Workshop shop, MigrationHistory history) {
        this.shop = shop;
        this.history = history;
    }

    boolean happened(StepContext context) {
        return context.recall(HAPPENED, Boolean.class).orElse(false);
    }

    void noteHappened(StepContext context) {
        context.remember(HAPPENED, true);
    }

    /** Keeps why it failed, for the history, and answers it. */
    static StepOutcome noted(StepContext context, AgentOutcome outcome) {
        var problem = AgentAnswers.explain(outcome);
        if (!problem.isEmpty()) {
            context.remember(PROBLEM, problem);
        }
        return AgentAnswers.toStep(outcome);
    }

    boolean targetRuns(StepContext context) {
        var memory = new Memory(context);
        return MigrationSteps.runs(MigrationSteps.report(shop, memory.requireHost(), VmTaskParams.vm(context)));
    }

    /** Whether it runs, or is paused, as the target's own: not one that has only just come. */
    boolean targetIsSettled(StepContext context) {
        var memory = new Memory(context);
        return MigrationSteps.isSettled(MigrationSteps.report(shop, memory.requireHost(), VmTaskParams.vm(context)));
    }

    boolean sourceRuns(StepContext context) {
        var memory = new Memory(context);
        return MigrationSteps.runs(MigrationSteps.report(shop, memory.requireSource(), VmTaskParams.vm(context)));
    }

    /**
     * Whether the source says that it has sent the guest, which it does only once the target has all of it: then the guest is
     * at the target, or went down with it. What the source says of an earlier migration has another epoch.
     */
    boolean sourceHasSent(StepContext context) {
        var memory = new Memory(context);
        return MigrationSteps.report(shop, memory.requireSource(), VmTaskParams.vm(context))
                .filter(entry -> entry.state() == ReportedState.STOPPED
                        && entry.report().getStopCause().equals("migrated-away")
                        && entry.epoch().equals(memory.requireEpoch()))
                .isPresent();
    }

    /** Whether the target is not spoken to any more, so that nothing will ever be heard of it. */
    boolean targetIsRevoked(StepContext context) {
        return shop.books()
                .inventory()
                .host(new Memory(context).requireHost())
                .map(host -> host.link().phase() == HostPhase.REVOKED)
                .orElse(true);
    }

    String targetName(StepContext context) {
        return shop.name(new Memory(context).requireHost());
    }

    /** Whether what is known of the target is what it says now. */
    boolean targetIsHeard(StepContext context) {
        return shop.books().reports().presence(new Memory(context).requireHost()) == Presence.CONNECTED;
    }

    void figures(StepContext context, MigrationResult result) {
        context.remember("totalMs", result.getTotalMs());
        context.remember("downtimeMs", result.getDowntimeMs());
        context.remember("transferredBytes", result.getTransferredBytes());
    }

    /** Makes the target the owner under the next epoch, and writes down that the VM is there. */
    StepOutcome handOver(StepContext context) {
        var memory = new Memory(context);
        var vm = VmTaskParams.vm(context);
        var target = memory.requireHost();
        var change = shop.owners().transfer(vm, memory.requireSource(), target, memory.requireEpoch());
        return switch (change) {
            case OwnerChange.Applied(var owner) -> {
                shop.transact(context, () -> {
                    shop.books().placements().release(vm);
                    explain(context);
                    return shop.books()
                            .changes()
                            .changeStatus(
                                    vm,
                                    status -> status.at(VmPowerState.RUNNING, "", target, context.now())
                                            .underEpoch(owner.epoch()));
                });
                yield StepOutcome.done();
            }
            case OwnerChange.Refused(var current, var _)
            when current != null && memory.requireEpoch().isOlderThan(current.epoch()) ->
                StepOutcome.failed("HA_TAKEOVER", shop.takenOver(current));
            case OwnerChange.Refused(var _, var reason) ->
                StepOutcome.failed(
                        "VM_WRONG_STATE",
                        "The VM runs on %s, but its ownership could not be handed over: %s."
                                .formatted(shop.name(target), reason));
        };
    }

    /** Why the VM is here: this migration, and why this target was taken. May come twice. */
    private void explain(StepContext context) {
        var memory = new Memory(context);
        var vm = VmTaskParams.vm(context);
        var target = memory.requireHost();
        var moved = "Migrated from %s to %s by task %s."
                .formatted(
                        shop.name(memory.requireSource()),
                        shop.name(target),
                        context.operation().task());
        var changes = shop.books().changes();
        var decision = changes.placementOn(vm, target);
        if (decision.filter(kept -> kept.reason().startsWith(moved)).isPresent()) {
            return;
        }
        changes.tellMore(
                vm,
                decision.map(kept -> new PlacementReport(
                                kept.at(), kept.hostId(), moved + " " + kept.reason(), kept.ranked(), kept.refused()))
                        .orElseGet(
                                () -> new PlacementReport(context.now(), target.value(), moved, List.of(), List.of())),
                new Wish(
                        DecisionCause.MIGRATE,
                        context.requestedBy(),
                        context.operation().task()));
    }

    /** Keeps a successful migration. */
    void record(StepContext context) {
        var memory = new Memory(context);
        var total = context.recall("totalMs", Long.class);
        var downtime = context.recall("downtimeMs", Long.class);
        var bytes = context.recall("transferredBytes", Long.class);
        context.result("sourceHostId", memory.requireSource().toString());
        context.result("targetHostId", memory.requireHost().toString());
        total.ifPresent(ms -> context.result("totalMs", ms));
        downtime.ifPresent(ms -> context.result("downtimeMs", ms));
        bytes.ifPresent(count -> context.result("transferredBytes", count));
        shop.transact(context, () -> {
            history.add(entry(context, "SUCCEEDED", "")
                    .with(total.orElse(null), downtime.orElse(null), bytes.orElse(null)));
            return true;
        });
    }

    /** Keeps one that did not happen. */
    void recordFailure(StepContext context) {
        var detail = context.recall(PROBLEM, String.class).orElse("It was cancelled, or ended before it began.");
        shop.transact(context, () -> {
            history.add(entry(context, happened(context) ? "SUCCEEDED" : "FAILED", happened(context) ? "" : detail));
            return true;
        });
    }

    private MigrationHistory.Entry entry(StepContext context, String outcome, String detail) {
        var memory = new Memory(context);
        var source = memory.requireSource();
        var target = memory.requireHost();
        return new MigrationHistory.Entry(
                VmTaskParams.vm(context),
                context.operation().task(),
                new MigrationHistory.End(source, shop.name(source)),
                new MigrationHistory.End(target, shop.name(target)),
                outcome,
                detail,
                null,
                null,
                null);
    }
}
