package io.atoll.manager.inventory.internal.host;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.enrolment.Enrolment;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostDepartures;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.internal.view.HostViews;
import io.atoll.manager.inventory.internal.view.InventoryAction;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.HostId;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Names hosts, asks them to look at themselves again, and lets them go. */
@Service
@Transactional
public class HostService {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HostStore hosts;
    private final HostViews views;
    private final InventoryEvents events;
    private final VmCensus census;
    private final Enrolment enrolment;
    private final Tasks tasks;
    private final List<HostDepartures> departures;

    HostService(
            HostStore hosts,
            HostViews views,
            InventoryEvents events,
            VmCensus census,
            Enrolment enrolment,
            Tasks tasks,
            List<HostDepartures> departures) {
        this.hosts = hosts;
        this.views = views;
        this.events = events;
        this.census = census;
        this.enrolment = enrolment;
        this.tasks = tasks;
        this.departures = List.copyOf(departures);
    }

    public void rename(HostId id, IfMatch ifMatch, NamingPatch name) {
        var before = lock(id);
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = before.named(name.applyTo(before.naming(), check));
        check.done();
        ConstraintGuard.unique("host", after.name(), () -> hosts.update(id.value(), _ -> after))
                .ifPresent(_ -> events.host(id, Change.CHANGED));
    }

    public TaskId revoke(HostId id, String requestedBy) {
        var host = lock(id);
        if (host.link().phase() == HostPhase.REVOKED) {
            throw wrongState(host, "it is revoked already");
        }
        return enrolment.revoke(id, host.name(), "revoked by " + requestedBy, requestedBy);
    }

    public TaskId rotateCertificate(HostId id, String requestedBy) {
        var host = lock(id);
        requireReady(host);
        return enrolment.rotateCertificate(id, host.name(), requestedBy);
    }

    public TaskId recheck(HostId id, String requestedBy) {
        var host = lock(id);
        requireReady(host);
        return tasks.submit(TaskRequest.of(
                "host.recheck",
                List.of(TaskObject.mentioned("host", id, host.name())),
                JSON.valueToTree(new RecheckStep.Params(id.toString())),
                requestedBy,
                RecheckStep.NAME));
    }

    /** Removes a host that has no VMs, or that is away: then its VMs are forgotten to run there, which the caller must know. */
    public void remove(HostId id, IfMatch ifMatch, String requestedBy) {
        var host = lock(id);
        ifMatch.require(host.revision());
        var occupants = census.occupantsOf(id);
        if (!occupants.isEmpty()) {
            throw new AtollException(
                    ErrorCode.HOST_IN_USE,
                    "Host %s runs %s, or may be running them.".formatted(host.name(), String.join(", ", occupants)),
                    Hint.of(
                            "Migrate or stop these VMs first. VMs of a silent host are UNKNOWN until it answers or is proved dead."));
        }
        departures.forEach(one -> one.leaving(id));
        views.find(id, InventoryAction.ANYBODY).ifPresent(view -> events.deleted("host", view));
        enrolment.forget(id, requestedBy);
        ConstraintGuard.unused(ErrorCode.HOST_IN_USE, "host", host.name(), () -> hosts.delete(id.value()));
        events.cluster(host.clusterId(), Change.CHANGED);
    }

    private Host lock(HostId id) {
        return hosts.lock(id.value())
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
    }

    private static void requireReady(Host host) {
        if (!host.isReady()) {
            throw wrongState(host, "its agent must be connected for that");
        }
    }

    private static AtollException wrongState(Host host, String why) {
        return new AtollException(
                ErrorCode.HOST_WRONG_STATE,
                "Host %s is %s; %s.".formatted(host.name(), host.link().phase(), why));
    }
}
