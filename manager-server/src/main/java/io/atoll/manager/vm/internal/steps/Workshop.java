package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.Progress;
import io.atoll.agent.v1.RunRequest;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.placement.Placements;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepProgress;
import io.atoll.manager.vm.internal.VmChanges;
import io.atoll.manager.vm.internal.VmDemands;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.manager.vm.internal.policy.MigrationPolicyStore;
import io.atoll.manager.vm.internal.sync.ReportBook;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** What the steps work with. Database work and calls to agents never mix: each method here is one or the other. */
@Component
class Workshop {
    private final Books books;
    private final OwnerRegistry owners;
    private final AgentLink agents;
    private final LeaderTransaction transaction;

    Workshop(Books books, OwnerRegistry owners, AgentLink agents, LeaderTransaction transaction) {
        this.books = books;
        this.owners = owners;
        this.agents = agents;
        this.transaction = transaction;
    }

    /** What is written down somewhere. */
    @Component
    record Books(
            VmChanges changes,
            VmDemands demands,
            AgentSpecs specs,
            Placements placements,
            Inventory inventory,
            ReportBook reports,
            MigrationPolicyStore policies) {}

    Books books() {
        return books;
    }

    OwnerRegistry owners() {
        return owners;
    }

    /** The VM as it is now; refused with VM_NOT_FOUND where it is gone. */
    VmRecord vm(StepContext context) {
        return transact(context, () -> books.changes.lock(VmTaskParams.vm(context)));
    }

    /** The VM as it is now, outside of a task. */
    VmRecord read(LeaderEpoch epoch, VmId vm) {
        return transaction.call(epoch, () -> books.changes.lock(vm));
    }

    <T> T transact(StepContext context, Supplier<T> work) {
        return transaction.call(context.epoch(), work);
    }

    void change(StepContext context, UnaryOperator<VmStatus> change) {
        transaction.run(context.epoch(), () -> books.changes.changeStatus(VmTaskParams.vm(context), change));
    }

    /** Runs the step's one operation on a host; again with the same id when the step is called again. */
    AgentOutcome run(StepContext context, HostId host, Consumer<RunRequest.Builder> operation) {
        return run(context, host, "", operation);
    }

    /** One of several operations of a step, told apart by {@code suffix}. */
    AgentOutcome run(StepContext context, HostId host, String suffix, Consumer<RunRequest.Builder> operation) {
        var outcome = agents.run(host, context.operation() + suffix, context.epoch(), operation, shown(context));
        switch (outcome) {
            case AgentOutcome.Completed(var result) -> {
                if (result.hasVm()) {
                    books.reports.learn(host, result.getVm());
                }
            }
            case AgentOutcome.Unavailable _ -> requireNotTakenOver(context);
            case AgentOutcome.Refused _, AgentOutcome.Failed _ -> {}
        }
        return outcome;
    }

    /** Ends the step with a reason where HA has given the VM to another host: what the step wanted is no longer its to want. */
    void requireNotTakenOver(StepContext context) {
        takeover(context).ifPresent(owner -> {
            throw new AtollException(ErrorCode.HA_TAKEOVER, takenOver(owner));
        });
    }

    /** What is said of a task whose VM HA has taken. */
    String takenOver(Owner owner) {
        var host = owner.host();
        return host == null
                ? "HA has taken the VM from its host, under epoch %s, while this task worked on it; it waits for a place."
                        .formatted(owner.epoch())
                : "HA has given the VM to %s, under epoch %s, while this task worked on it."
                        .formatted(name(host), owner.epoch());
    }

    /**
     * Who owns the VM by a change that was not ours: the task's own changes of the owner are in the database before the next
     * thing is done.
     */
    Optional<Owner> takeover(StepContext context) {
        var vm = vm(context);
        return owners.read(vm.id()).filter(owner -> vm.status().epoch().isOlderThan(owner.epoch()));
    }

    void cancel(StepContext context, HostId host) {
        agents.cancel(host, context.operation().toString(), context.epoch());
    }

    void cancel(StepContext context, HostId host, String suffix) {
        agents.cancel(host, context.operation() + suffix, context.epoch());
    }

    boolean isReady(HostId host) {
        return books.inventory.host(host).filter(Host::isReady).isPresent();
    }

    /** The host's name for messages. */
    String name(HostId host) {
        return books.inventory.host(host).map(Host::name).orElse(host.toString());
    }

    private static Consumer<Progress> shown(StepContext context) {
        return progress -> context.progress(new StepProgress(
                progress.getPercent(),
                progress.getBytesDone(),
                progress.getBytesTotal(),
                progress.getBytesPerSecond(),
                progress.getPhase()));
    }
}
