package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.Placements;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.vm.internal.VmService;
import io.atoll.manager.vm.internal.batch.BatchStore.Batch;
import io.atoll.manager.vm.internal.batch.VmBatchPlan.HostShare;
import io.atoll.manager.vm.internal.batch.VmBatchPlan.Member;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes down batches of VMs: in one transaction what is wanted, the names, and the task that makes them one by one. */
@Service
@Transactional
public class VmBatchRequests {
    static final String KIND = "vm.batch-create";

    private static final int THE_STATE_OF_THINGS = 409;

    private final BatchChecks checks;
    private final BatchStore store;
    private final VmService vms;
    private final Placements placements;
    private final Inventory inventory;
    private final Tasks tasks;

    VmBatchRequests(
            BatchChecks checks,
            BatchStore store,
            VmService vms,
            Placements placements,
            Inventory inventory,
            Tasks tasks) {
        this.checks = checks;
        this.store = store;
        this.vms = vms;
        this.placements = placements;
        this.inventory = inventory;
        this.tasks = tasks;
    }

    public TaskId submit(VmBatchDraft said, Caller caller) {
        return submit(checks.checked(said), caller);
    }

    private TaskId submit(BatchOrder order, Caller caller) {
        var task = tasks.submit(TaskRequest.of(
                KIND,
                List.of(TaskObject.mentioned("cluster", order.cluster(), order.clusterName())),
                JsonNodeFactory.instance.objectNode(),
                caller.name(),
                CreateEachStep.NAME));
        store.insert(new Batch(task, order.cluster(), order.maxParallel(), order.template()), order.names());
        return task;
    }

    /** What a batch would come to, and what stands in the way of those of its VMs that would not be made. */
    public record Outlook(VmBatchPlan plan, @Nullable AtollException obstacle) {}

    /**
     * Makes the VMs one after the other, as far as that is possible now. Only for a dry run, whose transaction is rolled back. As
     * they are all alike, what stands in the way of one stands in the way of all that follow.
     */
    public Outlook consider(VmBatchDraft said, Caller caller) {
        var order = checks.checked(said);
        var hostNames = hostNames(order.cluster());
        var batch = submit(order, caller);
        var members = new ArrayList<Member>();
        AtollException obstacle = null;
        for (var name : order.names()) {
            if (obstacle == null) {
                try {
                    members.add(made(order, name, batch, caller, hostNames));
                    continue;
                } catch (AtollException e) {
                    if (e.code().status() != THE_STATE_OF_THINGS) {
                        throw e;
                    }
                    obstacle = e;
                }
            }
            members.add(new Member(name, null, null, BatchMembers.reason(obstacle)));
        }
        return new Outlook(plan(members, hostNames), obstacle);
    }

    private Member made(BatchOrder order, String name, TaskId batch, Caller caller, Map<HostId, String> hostNames) {
        var only = order.names().size() == 1;
        var member = BatchMembers.member(order.template(), name, only, batch, caller.name(), false);
        var host = placements.reservation(vms.create(member).vm());
        return new Member(
                name,
                host.map(HostId::value).orElse(null),
                host.map(hostNames::get).orElse(null),
                null);
    }

    private static VmBatchPlan plan(List<Member> members, Map<HostId, String> hostNames) {
        var shares = new ArrayList<HostShare>();
        hostNames.forEach((host, name) -> {
            var count = members.stream()
                    .filter(member -> host.value().equals(member.hostId()))
                    .count();
            if (count > 0) {
                shares.add(new HostShare(host.value(), name, (int) count));
            }
        });
        var fitting =
                members.stream().filter(member -> member.refusal() == null).count();
        return new VmBatchPlan(members.size(), (int) fitting, members, shares);
    }

    private Map<HostId, String> hostNames(ClusterId cluster) {
        var names = new TreeMap<HostId, String>();
        for (Host host : inventory.hosts(cluster)) {
            names.put(host.id(), host.name());
        }
        return names;
    }
}
