package io.atoll.manager.vm.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.inventory.AddressPool;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.placement.Placements;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.resourcepool.PoolAdmission;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.PlacementHistory.DecisionCause;
import io.atoll.manager.vm.internal.PlacementHistory.Wish;
import io.atoll.manager.vm.internal.VmPlan.PlannedNic;
import io.atoll.manager.vm.internal.batch.StartWidth;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import io.atoll.manager.vm.internal.ha.HaDraft;
import io.atoll.manager.vm.internal.ha.HaRules;
import io.atoll.manager.vm.internal.steps.VmTaskKind;
import io.atoll.manager.vm.internal.steps.VmTaskParams;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes down what people want of VMs: one transaction for the intent, the promised room, the task and its steps. Nothing is
 * done to a VM here; the leader's worker does it.
 */
@Service
@Transactional
public class VmService {
    private final VmPlanner planner;
    private final VmParts parts;
    private final VmChanges changes;
    private final VmDemands demands;
    private final Placements placements;
    private final Ids ids;
    private final Clock clock;

    VmService(
            VmPlanner planner,
            VmParts parts,
            VmChanges changes,
            VmDemands demands,
            Placements placements,
            Ids ids,
            Clock clock) {
        this.planner = planner;
        this.parts = parts;
        this.changes = changes;
        this.demands = demands;
        this.placements = placements;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a VM is put together from. */
    @Component
    record VmParts(
            VmStore vms,
            VmDevices devices,
            MacPool macs,
            AddressPool addresses,
            VmTasks tasks,
            Gatekeepers gates,
            StartWidth width) {}

    /** Who may refuse what is wanted of a VM. */
    @Component
    record Gatekeepers(HaRules ha, HaAdmission admission, PoolAdmission pools) {}

    /** A VM and the task that works on it. */
    public record Submitted(VmId vm, TaskId task) {}

    public Submitted create(NamingPatch name, VmDraft draft, Caller caller) {
        return submit(write(name, draft, null), caller.name(), null);
    }

    /**
     * A VM that is made as a part of a batch.
     *
     * @param cloudInit what its cloud-init is told, checked before, in place of what {@code draft} says; null: nothing else
     * @param paced whether it waits for hosts that start enough others
     */
    public record Member(
            NamingPatch name,
            VmDraft draft,
            @Nullable CloudInitSettings cloudInit,
            TaskId batch,
            String requestedBy,
            boolean paced) {}

    /** Refused like a person's request, and with {@link StartWidth.HostsBusy} where it has to wait. */
    public Submitted create(Member member) {
        return submit(write(member.name, member.draft, member.cloudInit), member.requestedBy, member);
    }

    /** Checks a VM that is not made yet; answers what its cloud-init would be told. */
    public @Nullable CloudInitSettings check(String name, VmDraft draft, InputCheck check) {
        var spec = planner.plan(name, draft, check).spec();
        parts.gates.pools.requireThere(spec.clusterId(), spec.resources());
        return spec.cloudInit();
    }

    private Submitted submit(Written written, String requestedBy, @Nullable Member member) {
        var vm = written.vm();
        var plan = written.plan();
        var kind = plan.start() ? VmTaskKind.CREATE_AND_START : VmTaskKind.CREATE;
        var parent = member == null ? null : member.batch;
        var task = parts.tasks.submit(kind, vm, VmTaskParams.of(vm.id(), plan.wishedHost()), requestedBy, parent);
        if (plan.start()) {
            parts.gates.pools.requireStart(subjectOfPools(vm));
            var question = demands.toStart(vm, plan.wishedHost());
            var report = placements.reserve(
                    member != null && member.paced ? parts.width.sparingBusyHosts(question) : question, task);
            changes.keepPlacement(vm.id(), report, new Wish(DecisionCause.CREATE, requestedBy, task));
            survivable(vm, report);
        }
        parts.vms.update(vm.id().value(), record -> record.withStatus(status -> status.withActiveTask(task)));
        changes.created(vm.id());
        return new Submitted(vm.id(), task);
    }

    private void survivable(VmRecord vm, PlacementReport report) {
        var host = report.hostId();
        if (host != null) {
            parts.gates.admission.requireSurvivable(vm.spec().clusterId(), vm.id(), new HostId(host));
        }
    }

    /** A VM that is in the database with all its parts, and the plan it was made by. */
    private record Written(VmRecord vm, VmPlan plan) {}

    private Written write(NamingPatch name, VmDraft draft, @Nullable CloudInitSettings told) {
        var check = new InputCheck();
        var naming = name.ofNew(check);
        var planned = planner.plan(naming.name(), draft, check);
        var plan = told == null ? planned : planned.telling(told);
        parts.gates.pools.requireThere(plan.spec().clusterId(), plan.spec().resources());
        var now = clock.instant();
        var vm = new VmRecord(new VmId(ids.next()), naming, 0, now, plan.spec(), VmStatus.creating(now));
        ConstraintGuard.unique("VM", naming.name(), () -> parts.vms.insert(vm));
        plan.disks().forEach(disk -> parts.devices.add(vm.id(), disk));
        parts.gates.ha.check(subject(vm), HaIntent.DEFAULT, vm.spec().ha());
        plan.nics().forEach(nic -> parts.devices.add(vm.id(), equipped(vm.id(), nic)));
        return new Written(vm, plan);
    }

    private Nic equipped(VmId vm, PlannedNic nic) {
        var network = nic.network();
        var lease = network == null || !network.hasStaticAddresses()
                ? null
                : parts.addresses.take(network, nic.wishedAddress(), vm.value(), nic.index());
        return new Nic(
                nic.index(),
                network == null ? null : network.id(),
                parts.macs.next(),
                lease == null ? null : lease.address(),
                true);
    }

    private HaRules.Subject subject(VmRecord vm) {
        var pools =
                parts.devices.disks(vm.id()).stream().map(Disk::poolId).collect(Collectors.toCollection(TreeSet::new));
        pools.add(vm.spec().poolId());
        return new HaRules.Subject(vm.id(), vm.name(), vm.spec().clusterId(), pools);
    }

    /** What a client wants otherwise; what is missing stays as it is. */
    public record Change(
            @Nullable Integer vcpuCount,
            @Nullable Long memoryMiB,
            @Nullable HaDraft ha,
            @Nullable String resourcePoolId,
            @Nullable ResourcesDraft resources,
            @Nullable HardwareDraft hardware) {}

    public void change(VmId id, IfMatch ifMatch, NamingPatch name, Change change) {
        var before = changes.lock(id);
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var sized = sized(before.spec(), change, check);
        var ha = change.ha == null
                ? before.spec().ha()
                : change.ha.applyTo(before.spec().ha(), check);
        var resources = ResourcesDraft.apply(
                change.resourcePoolId,
                change.resources,
                before.spec().resources(),
                sized.memory().value(),
                check);
        var after = before.named(name.applyTo(before.naming(), check))
                .withSpec(sized.guarded(ha).with(resources));
        check.done();
        requireStopped(before, sized);
        if (!resources.equals(before.spec().resources())) {
            parts.gates.pools.requireThere(after.spec().clusterId(), resources);
            parts.gates.pools.requireChange(subjectOfPools(after));
        }
        parts.gates.ha.check(subject(after), before.spec().ha(), ha);
        ConstraintGuard.unique("VM", after.name(), () -> changes.change(id, _ -> after));
        if (ha.wanted() && !before.spec().ha().wanted()) {
            parts.gates.admission.requireSurvivable(
                    after.spec().clusterId(), "if VM %s were protected".formatted(after.name()));
        }
    }

    static PoolAdmission.Subject subjectOfPools(VmRecord vm) {
        return new PoolAdmission.Subject(
                vm.id(),
                vm.name(),
                vm.spec().clusterId(),
                vm.spec().memory(),
                vm.spec().vcpuCount(),
                vm.spec().resources());
    }

    private static VmSpec sized(VmSpec before, Change change, InputCheck check) {
        int vcpus = change.vcpuCount == null
                ? before.vcpuCount()
                : check.range("spec.vcpuCount", change.vcpuCount, 1, VmDraft.MOST_VCPUS);
        long memory = change.memoryMiB == null
                ? before.memory().value()
                : check.range("spec.memoryMiB", change.memoryMiB, VmDraft.LEAST_MEMORY_MIB, VmDraft.MOST_MEMORY_MIB);
        return before.sized(vcpus, new Mebibytes(memory))
                .with(HardwareDraft.apply(change.hardware, before.hardware(), vcpus, check));
    }

    private static void requireStopped(VmRecord before, VmSpec sized) {
        if (!sized.equals(before.spec())
                && (before.status().powerState() != VmPowerState.STOPPED
                        || before.status().activeTask() != null)) {
            throw new AtollException(
                    ErrorCode.VM_WRONG_STATE,
                    "VM %s is %s; vcpuCount, memoryMiB and hardware can change only while it is STOPPED and no task works on it."
                            .formatted(before.name(), before.status().powerState()));
        }
    }

    /** What creating it would decide now. Writes what it looks at; the dry run of a request is rolled back. */
    public PlacementReport considerCreate(NamingPatch name, VmDraft draft) {
        var written = write(name, draft, null);
        var report =
                placements.consider(demands.toStart(written.vm(), written.plan().wishedHost()));
        if (written.plan().start()) {
            parts.gates.pools.requireStart(subjectOfPools(written.vm()));
            survivable(written.vm(), report);
        }
        return report;
    }
}
