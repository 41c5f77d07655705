package io.atoll.manager.maintenance.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostNews;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.EvacuationPlans.EvacuationPlan;
import io.atoll.manager.maintenance.internal.EvacuationPlans.VmPlan;
import io.atoll.manager.maintenance.internal.MaintenanceRequests.Wish;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes new maintenances. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Openings {
    private final MaintenanceStore maintenances;
    private final ItemStore items;
    private final MaintenanceTasks tasks;
    private final MaintenanceNews news;
    private final HostNews hosts;
    private final VmSubtasks vms;
    private final Origins origins;

    Openings(
            MaintenanceStore maintenances,
            ItemStore items,
            MaintenanceTasks tasks,
            MaintenanceNews news,
            HostNews hosts,
            VmSubtasks vms,
            Origins origins) {
        this.maintenances = maintenances;
        this.items = items;
        this.tasks = tasks;
        this.news = news;
        this.hosts = hosts;
        this.vms = vms;
        this.origins = origins;
    }

    /** Where ids and times come from. */
    @Component
    record Origins(Ids ids, Clock clock) {}

    /** The host's row, which holds up others that want the same host. */
    void lock(HostId host) {
        hosts.lock(host);
    }

    void requireChoicesAbout(Host host, Map<VmId, Choice> choices) {
        if (!choices.isEmpty() && !MaintenanceRequests.isAbout(vms, host, choices)) {
            throw MaintenanceRequests.strangers(host, choices, vms.occupants(host.id()));
        }
    }

    TaskId open(Host host, Wish wish, EvacuationPlan plan, String requestedBy, @Nullable TaskId parent) {
        var id = origins.ids.next();
        var task = tasks.enter(id, host.id(), host.name(), requestedBy, parent);
        var now = origins.clock.instant();
        var one = new Maintenance(
                id,
                1,
                host.clusterId(),
                host.id(),
                host.name(),
                MaintenanceState.ENTERING,
                now,
                false,
                wish.note(),
                requestedBy,
                wish.terms(),
                task,
                null,
                null,
                "",
                List.of(),
                null,
                now,
                now,
                null);
        maintenances.insert(one);
        plan.vms().stream().filter(vm -> !vm.makesRoom()).forEach(vm -> items.save(id, item(vm, host.id())));
        news.changedWithHost(one, Change.CREATED);
        return task;
    }

    /** As planned; the drain asks again before it begins each. */
    private static Item item(VmPlan vm, HostId host) {
        var item = Item.waiting(Purpose.LEAVE, new VmId(vm.vmId()), vm.vmName(), vm.memoryMiB(), vm.choice(), host);
        var wave = vm.wave();
        var target = vm.targetHostId();
        return wave == null || target == null ? item : item.planned(wave, new HostId(target), vm.targetHostName());
    }

    static AtollException notFound(UUID id) {
        return new AtollException(ErrorCode.MAINTENANCE_NOT_FOUND, "There is no maintenance %s.".formatted(id));
    }

    static AtollException wrongState(Maintenance one, MaintenanceState needed) {
        return new AtollException(
                ErrorCode.MAINTENANCE_WRONG_STATE,
                "The maintenance of host %s is %s; that is possible in %s."
                        .formatted(one.hostName(), one.state(), needed));
    }
}
