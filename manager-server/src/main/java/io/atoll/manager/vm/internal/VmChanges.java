package io.atoll.manager.vm.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.inventory.AddressPool;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.placement.Placements;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.vm.internal.view.VmViews;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Changes VMs and tells the event stream, in the caller's transaction. What is equal is not written and not told. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class VmChanges {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final VmStore vms;
    private final VmViews views;
    private final Events events;
    private final AddressPool addresses;
    private final Placements placements;
    private final PlacementHistory history;
    private final JdbcClient jdbc;

    VmChanges(
            VmStore vms,
            VmViews views,
            Events events,
            AddressPool addresses,
            Placements placements,
            PlacementHistory history,
            JdbcClient jdbc) {
        this.vms = vms;
        this.views = views;
        this.events = events;
        this.addresses = addresses;
        this.placements = placements;
        this.history = history;
        this.jdbc = jdbc;
    }

    /** The VM, unchanging until the transaction ends. */
    public VmRecord lock(VmId id) {
        return vms.lock(id.value()).orElseThrow(() -> notFound(id));
    }

    public Optional<VmRecord> change(VmId id, UnaryOperator<VmRecord> change) {
        var changed = vms.update(id.value(), change);
        changed.ifPresent(_ -> publish(id, Change.CHANGED));
        return changed;
    }

    public Optional<VmRecord> changeStatus(VmId id, UnaryOperator<VmStatus> change) {
        return change(id, vm -> vm.withStatus(change));
    }

    /** Something that is shown with the VM, but kept elsewhere, has changed. */
    public void touch(VmId id) {
        vms.touch(id.value());
        publish(id, Change.CHANGED);
    }

    /** Its disks or network cards have changed, and with them what it is started and moved with. */
    public void hasOtherDevices(VmId id) {
        vms.hasOtherDevices(id);
        publish(id, Change.CHANGED);
    }

    /** Keeps why the VM is where it is; seen with the next change of the VM itself. */
    public void keepPlacement(VmId id, PlacementReport report, PlacementHistory.Wish wish) {
        history.keep(id, report, wish);
        show(id, report);
    }

    /** Keeps what HA did with the VM, in place of the decision that had put it where it was; without a host it waits for one. */
    public void keepTakeover(VmId id, PlacementReport report) {
        keepPlacement(id, report, PlacementHistory.Wish.OF_HA);
    }

    /** Says more of the newest decision, which the wish was for; where another one came after it, this is one of its own. */
    public void tellMore(VmId id, PlacementReport report, PlacementHistory.Wish wish) {
        history.tellMore(id, report, wish);
        show(id, report);
    }

    private void show(VmId id, PlacementReport report) {
        jdbc.sql("update vm set placement = :report::jsonb where id = :id")
                .param("report", JSON.writeValueAsString(report))
                .param("id", id.value())
                .update();
    }

    /** The newest decision about the VM, if it was for that host. */
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    public Optional<PlacementReport> placementOn(VmId id, HostId host) {
        return jdbc.sql("select placement from vm where id = :id and placement is not null")
                .param("id", id.value())
                .query((row, _) -> JSON.readValue(row.getString("placement"), PlacementReport.class))
                .optional()
                .filter(report -> host.value().equals(report.hostId()));
    }

    /** To be called when a new VM has all its parts. */
    void created(VmId id) {
        publish(id, Change.CREATED);
    }

    /** Removes the VM with everything it holds: addresses, MACs, promised room. */
    public void remove(VmRecord vm) {
        events.publish("vm", vm.id().toString(), vm.name(), vm.revision() + 1, Change.DELETED, null);
        addresses.release(vm.id().value());
        placements.release(vm.id());
        vms.delete(vm.id().value());
        waitingFor(vm.id())
                .forEach(other -> change(
                        other,
                        waiting -> waiting.withSpec(
                                waiting.spec().guarded(waiting.spec().ha().forgetting(vm.id())))));
    }

    /** VMs that HA restarts only after this one. */
    private List<VmId> waitingFor(VmId vm) {
        return jdbc.sql("select id from vm where ha_restart_after @> to_jsonb(cast(:vm as text)) order by id")
                .param("vm", vm.toString())
                .query((row, _) -> new VmId(row.getObject("id", UUID.class)))
                .list();
    }

    /** Removes the VM, or finds that it is gone already. */
    public void removeIfThere(VmId id) {
        vms.lock(id.value()).ifPresent(this::remove);
    }

    private void publish(VmId id, Change change) {
        views.find(id, VmViews.ANYBODY)
                .ifPresent(view -> events.publish(
                        "vm",
                        id.toString(),
                        view.metadata().name(),
                        view.metadata().revision(),
                        change,
                        view));
    }

    static AtollException notFound(VmId id) {
        return new AtollException(ErrorCode.VM_NOT_FOUND, "There is no VM %s.".formatted(id));
    }
}
