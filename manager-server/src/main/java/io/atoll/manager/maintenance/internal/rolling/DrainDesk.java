package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.maintenance.HostDrains;
import io.atoll.manager.maintenance.internal.EvacuationPlans.VmPlan;
import io.atoll.manager.maintenance.internal.MaintenanceControls;
import io.atoll.manager.maintenance.internal.MaintenanceRequests;
import io.atoll.manager.maintenance.internal.MaintenanceRequests.Wish;
import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Evidence;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Empties hosts for other modules by the same requests as people make. */
@Service
class DrainDesk implements HostDrains {
    private final MaintenanceRequests requests;
    private final MaintenanceControls controls;
    private final MaintenanceStore maintenances;
    private final HostHealth health;

    DrainDesk(
            MaintenanceRequests requests,
            MaintenanceControls controls,
            MaintenanceStore maintenances,
            HostHealth health) {
        this.requests = requests;
        this.controls = controls;
        this.maintenances = maintenances;
        this.health = health;
    }

    @Override
    public Outlook consider(HostId host) {
        var plan = requests.consider(host, new Wish(Terms.USUAL, Map.of(), ""));
        var blocker = plan.vms().stream()
                .filter(vm -> vm.blocker() != null && vm.choice() == Choice.MOVE)
                .map(DrainDesk::text)
                .findFirst()
                .orElse(null);
        return new Outlook(
                plan.vms().size(),
                plan.blockedCount(),
                blocker,
                plan.ha().survivable(),
                plan.ha().detail());
    }

    private static String text(VmPlan vm) {
        return "VM %s: %s".formatted(vm.vmName(), vm.blocker());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskId empty(HostId host, String note, String requestedBy, TaskId parent) {
        return requests.enter(host, new Wish(Terms.USUAL, Map.of(), note), requestedBy, parent);
    }

    @Override
    public Optional<Drain> of(HostId host) {
        return maintenances.of(host).map(DrainDesk::drain);
    }

    private static Drain drain(Maintenance one) {
        return new Drain(
                one.id(),
                one.state(),
                one.stateSince(),
                one.attention(),
                one.safeAt() != null,
                one.proof().stream()
                        .filter(part -> !part.holds())
                        .map(Evidence::detail)
                        .toList(),
                one.enterTask());
    }

    @Override
    @Transactional
    public void callOff(HostId host, String requestedBy) {
        maintenances.of(host).ifPresent(one -> controls.cancel(one.id(), BringHome.NO, requestedBy));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskId prove(HostId host, String requestedBy) {
        var one = maintenances
                .of(host)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_WRONG_STATE, "Host %s is not in maintenance.".formatted(host)));
        return requests.prove(one.id(), requestedBy);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskId takeBack(HostId host, boolean bringHome, String requestedBy, TaskId parent) {
        return requests.exit(host, bringHome ? BringHome.IF_BETTER : BringHome.NO, requestedBy, parent);
    }

    @Override
    public List<String> ailments(HostId host) {
        return health.ailments(host);
    }
}
