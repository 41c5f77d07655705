package io.atoll.manager.maintenance.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.EvacuationPlans.EvacuationPlan;
import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.maintenance.internal.steps.HomeComings;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.manager.vm.VmSubtasks.Occupant;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Requests to bring a host into maintenance and out of it. Each is checked, written and submitted in one transaction. */
@Service
@Transactional
public class MaintenanceRequests {
    private final MaintenanceStore maintenances;
    private final Openings openings;
    private final MaintenanceTasks tasks;
    private final MaintenanceNews news;
    private final EvacuationPlans plans;
    private final HomeComings homeComings;
    private final Inventory inventory;

    MaintenanceRequests(
            MaintenanceStore maintenances,
            Openings openings,
            MaintenanceTasks tasks,
            MaintenanceNews news,
            EvacuationPlans plans,
            HomeComings homeComings,
            Inventory inventory) {
        this.maintenances = maintenances;
        this.openings = openings;
        this.tasks = tasks;
        this.news = news;
        this.plans = plans;
        this.homeComings = homeComings;
        this.inventory = inventory;
    }

    /**
     * What is wanted.
     *
     * @param choices what is to become of VMs; those not in it move
     */
    public record Wish(Terms terms, Map<VmId, Choice> choices, String note) {
        public Wish {
            choices = Map.copyOf(choices);
        }
    }

    /** The plan as things are now; nothing is changed. */
    public EvacuationPlan consider(HostId id, Wish wish) {
        var host = require(id);
        openings.requireChoicesAbout(host, wish.choices);
        return plans.plan(host, wish.terms, wish.choices);
    }

    /** The plan for a host that is empty and closed already, and only changes hands. */
    public EvacuationPlan considerHandover(HostId id, Wish wish) {
        return plans.plan(known(id), wish.terms, Map.of());
    }

    /** Closes the host and begins to empty it. */
    public TaskId enter(HostId id, Wish wish, String requestedBy, @Nullable TaskId parent) {
        openings.lock(id);
        var host = require(id);
        openings.requireChoicesAbout(host, wish.choices);
        var plan = plans.plan(host, wish.terms, wish.choices);
        news.watching(host, () -> EvacuationPlans.requireComplete(plan));
        return openings.open(host, wish, plan, requestedBy, parent);
    }

    private Host known(HostId id) {
        return inventory
                .host(id)
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
    }

    private Host require(HostId id) {
        var host = known(id);
        maintenances.of(id).ifPresent(one -> {
            throw new AtollException(
                    ErrorCode.HOST_WRONG_STATE,
                    "Host %s is %s since %s, asked for by %s."
                            .formatted(host.name(), one.state(), one.stateSince(), one.requestedBy()),
                    new Hint("Look at that maintenance.", "/api/v1/maintenances/" + one.id()));
        });
        if (!host.isReady()) {
            throw new AtollException(
                    ErrorCode.HOST_WRONG_STATE,
                    "Host %s is %s; VMs can only leave a host whose agent answers."
                            .formatted(host.name(), host.link().phase()),
                    Hint.of("If it is dead, HA restarts its protected VMs, or confirm that it is dead."));
        }
        return host;
    }

    /** Who would move if the host came back into use now. */
    public ExitPlanView considerExit(HostId id, BringHome home) {
        var one = requireInMaintenance(id);
        var plan = homeComings.plan(one, home);
        return ExitPlanView.of(plan, homeComings.foreseen(one, plan));
    }

    /** Opens the host, and begins to bring VMs home where that is wanted. */
    public TaskId exit(HostId id, BringHome home, String requestedBy, @Nullable TaskId parent) {
        var found = requireInMaintenance(id);
        var one = maintenances
                .lock(found.id())
                .filter(now -> now.state() == MaintenanceState.IN_MAINTENANCE)
                .orElseThrow(() -> Openings.wrongState(found, MaintenanceState.IN_MAINTENANCE));
        var task = tasks.exit(one, home, requestedBy, parent);
        maintenances.leaving(one.id(), task);
        news.changedWithHost(one, Change.CHANGED);
        return task;
    }

    private Maintenance requireInMaintenance(HostId id) {
        var host = known(id);
        return maintenances
                .of(id)
                .filter(one -> one.state() == MaintenanceState.IN_MAINTENANCE)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_WRONG_STATE,
                        "Host %s is %s."
                                .formatted(
                                        host.name(),
                                        maintenances
                                                .of(id)
                                                .map(one -> one.state().name())
                                                .orElse("not in maintenance")),
                        Hint.of("A host on its way into maintenance is taken back by cancelling that.")));
    }

    /** Looks once more whether the host is empty, and keeps what is found. */
    public TaskId prove(UUID id, String requestedBy) {
        return tasks.prove(requireOne(id, MaintenanceState.IN_MAINTENANCE), requestedBy, null);
    }

    private Maintenance requireOne(UUID id, MaintenanceState state) {
        var one = maintenances.find(id).orElseThrow(() -> Openings.notFound(id));
        if (one.state() != state) {
            throw Openings.wrongState(one, state);
        }
        return one;
    }

    /** Choices about VMs that are not on the host, in words. */
    static AtollException strangers(Host host, Map<VmId, Choice> choices, Iterable<Occupant> occupants) {
        var there = new TreeMap<VmId, Occupant>();
        occupants.forEach(vm -> there.put(vm.id(), vm));
        var strangers = choices.keySet().stream()
                .filter(vm -> !there.containsKey(vm))
                .sorted()
                .toList();
        return new AtollException(
                ErrorCode.VALIDATION_FAILED,
                "choices names VMs that are not on host %s: %s."
                        .formatted(
                                host.name(),
                                strangers.stream().map(VmId::toString).collect(Collectors.joining(", "))),
                strangers.stream()
                        .map(vm -> Cause.field("choices." + vm, "VM %s is not on this host.".formatted(vm)))
                        .toList(),
                List.of());
    }

    static boolean isAbout(VmSubtasks vms, Host host, Map<VmId, Choice> choices) {
        return vms.occupants(host.id()).stream()
                .map(Occupant::id)
                .collect(Collectors.toSet())
                .containsAll(choices.keySet());
    }
}
