package io.atoll.manager.placement.internal;

import io.atoll.drs.DrsEngine;
import io.atoll.drs.Placement;
import io.atoll.drs.Placement.Candidate;
import io.atoll.drs.PlacementPolicy;
import io.atoll.drs.PlacementRequest;
import io.atoll.drs.Refusal;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.placement.PlacementReport.Ranked;
import io.atoll.manager.placement.PlacementReport.Reason;
import io.atoll.manager.placement.PlacementReport.Refused;
import io.atoll.manager.placement.Placements;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterSnapshot;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Asks the scheduler, and keeps the answers. */
@Service
class ReservingPlacements implements Placements {
    private static final Logger LOG = LoggerFactory.getLogger(ReservingPlacements.class);

    private final Inventory inventory;
    private final Snapshots snapshots;
    private final Reservations reservations;
    private final Clock clock;

    ReservingPlacements(Inventory inventory, Snapshots snapshots, Reservations reservations, Clock clock) {
        this.inventory = inventory;
        this.snapshots = snapshots;
        this.reservations = reservations;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public PlacementReport consider(PlacementQuestion question) {
        return report(decide(question).placement, question);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public PlacementReport reserve(PlacementQuestion question, TaskId task) {
        reservations.lock(question.cluster());
        reservations.remove(question.vm().id());
        var decision = decide(question);
        var placement = decision.placement;
        var best = placement.best().orElseThrow(() -> noHost(decision));
        reservations.put(question.vm(), best.host(), task);
        LOG.info(
                "vm={} host={} task={} placed: {}",
                question.vm().id(),
                best.host(),
                task,
                best.load().explain());
        return report(placement, question);
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<HostId> reservation(VmId vm) {
        return reservations.find(vm);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(VmId vm) {
        reservations.remove(vm);
    }

    /** A placement, and what it was made from. */
    private record Decision(Placement placement, ClusterSnapshot snapshot, PlacementPolicy policy) {}

    private Decision decide(PlacementQuestion question) {
        var cluster = inventory
                .cluster(question.cluster())
                .orElseThrow(() -> new AtollException(
                        ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(question.cluster())));
        var snapshot = snapshots.of(cluster);
        requireThere(question, snapshot);
        var policy = policy(cluster);
        return new Decision(new DrsEngine(policy).place(snapshot, request(question, snapshot)), snapshot, policy);
    }

    /** A host that is not there is no host that does not fit: the refusals would speak of all others. */
    private void requireThere(PlacementQuestion question, ClusterSnapshot snapshot) {
        var only = question.only();
        if (only == null || snapshot.hosts().containsKey(only)) {
            return;
        }
        inventory
                .host(only)
                .filter(host -> host.clusterId().equals(question.cluster()))
                .ifPresentOrElse(
                        host -> {
                            throw new AtollException(
                                    ErrorCode.HOST_WRONG_STATE,
                                    "Host %s is %s."
                                            .formatted(host.name(), host.link().phase()));
                        },
                        () -> {
                            throw new AtollException(
                                    ErrorCode.HOST_NOT_FOUND, "There is no host %s in the cluster.".formatted(only));
                        });
    }

    private static PlacementPolicy policy(Cluster cluster) {
        return new PlacementPolicy((int) cluster.cpuOvercommitRatio(), PlacementPolicy.DEFAULT.hostMemoryReserve());
    }

    private static PlacementRequest request(PlacementQuestion question, ClusterSnapshot snapshot) {
        var request = new PlacementRequest(question.vm(), question.excluded());
        var only = question.only();
        if (only != null) {
            for (var host : snapshot.hosts().keySet()) {
                if (!host.equals(only)) {
                    request = request.excluding(host, "another host was asked for");
                }
            }
        }
        return request;
    }

    private PlacementReport report(Placement placement, PlacementQuestion question) {
        var best = placement.best();
        var ranked =
                placement.candidates().stream().map(ReservingPlacements::ranked).toList();
        var refused = placement.refusals().values().stream()
                .map(host -> new Refused(
                        host.host().value(),
                        host.hostName(),
                        host.refusals().stream()
                                .map(ReservingPlacements::reason)
                                .toList()))
                .toList();
        var why = best.map(host -> why(host, question, ranked.size())).orElse("No host fits.");
        return new PlacementReport(
                clock.instant(), best.map(host -> host.host().value()).orElse(null), why, ranked, refused);
    }

    private static String why(Candidate best, PlacementQuestion question, int candidates) {
        if (question.only() != null) {
            return "%s was asked for, and fits: %s."
                    .formatted(best.hostName(), best.load().explain());
        }
        return candidates == 1
                ? "%s is the only host that fits: %s."
                        .formatted(best.hostName(), best.load().explain())
                : "%s is the least loaded of %d hosts that fit: %s."
                        .formatted(best.hostName(), candidates, best.load().explain());
    }

    private static Ranked ranked(Candidate candidate) {
        var full = candidate.load().score().basisPoints() / 100.0;
        return new Ranked(
                candidate.host().value(),
                candidate.hostName(),
                Math.max(0, 100 - full),
                List.of(candidate.load().explain()));
    }

    private static Reason reason(Refusal refusal) {
        var shortage = refusal.shortage();
        return new Reason(
                refusal.checkName(),
                shortage == null ? null : (Long) shortage.needed(),
                shortage == null ? null : (Long) shortage.free(),
                shortage == null ? null : shortage.unit(),
                refusal.explain());
    }

    private static AtollException noHost(Decision decision) {
        var placement = decision.placement;
        var hints = new RoomHints(placement, decision.snapshot, decision.policy);
        var causes = placement.refusals().values().stream()
                .flatMap(host -> host.refusals().stream().map(refusal -> cause(host.hostName(), refusal)))
                .toList();
        return new AtollException(
                ErrorCode.PLACEMENT_NO_HOST,
                "VM %s fits on none of the cluster's %d hosts."
                        .formatted(placement.vm().name(), placement.refusals().size()),
                causes,
                hints.list());
    }

    private static Cause cause(String host, Refusal refusal) {
        var reason = reason(refusal);
        return new Cause(
                null,
                host,
                reason.check(),
                null,
                reason.need(),
                reason.free(),
                reason.unit(),
                host + " " + reason.detail() + ".");
    }
}
