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
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterSnapshot;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
        var best = chosen(placement, question).orElseThrow(() -> noHost(decision, question));
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
        var request = new PlacementRequest(question.vm(), question.excluded());
        return new Decision(new DrsEngine(policy).place(snapshot, request), snapshot, policy);
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

    /** The host that was asked for, if it fits; the best, if none was. The others are ranked all the same. */
    private static Optional<Candidate> chosen(Placement placement, PlacementQuestion question) {
        var only = question.only();
        return only == null
                ? placement.best()
                : placement.candidates().stream()
                        .filter(host -> host.host().equals(only))
                        .findFirst();
    }

    private PlacementReport report(Placement placement, PlacementQuestion question) {
        var best = chosen(placement, question);
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
        var why = best.map(host -> why(host, question, ranked.size()))
                .orElse(question.only() == null ? "No host fits." : "The host that was asked for does not fit.");
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
        var emptyBasisPoints = Math.max(0, 10_000 - candidate.load().score().basisPoints());
        return new Ranked(
                candidate.host().value(),
                candidate.hostName(),
                emptyBasisPoints / 100.0,
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

    private static AtollException noHost(Decision decision, PlacementQuestion question) {
        var only = question.only();
        return only == null ? noHost(decision) : noRoomAt(only, decision);
    }

    /** Of the other hosts only how many would take it: their reasons are not what stands in the way. */
    private static AtollException noRoomAt(HostId only, Decision decision) {
        var all = decision.placement;
        var refusals = new TreeMap<>(all.refusals());
        refusals.keySet().retainAll(Set.of(only));
        var there = new Placement(all.vm(), List.of(), refusals);
        var host = Objects.requireNonNull(refusals.get(only)); // Neither a candidate nor missing: so it refuses.
        var hints = new ArrayList<>(new RoomHints(there, decision.snapshot, decision.policy).list());
        if (!all.candidates().isEmpty()) {
            hints.add(Hint.of("Ask for no host: %d of the cluster's hosts fit, %s best."
                    .formatted(
                            all.candidates().size(), all.candidates().getFirst().hostName())));
        }
        return new AtollException(
                ErrorCode.PLACEMENT_NO_HOST,
                "VM %s does not fit on %s, which was asked for."
                        .formatted(all.vm().name(), host.hostName()),
                causes(there),
                hints);
    }

    private static AtollException noHost(Decision decision) {
        var placement = decision.placement;
        var hints = new RoomHints(placement, decision.snapshot, decision.policy);
        return new AtollException(
                ErrorCode.PLACEMENT_NO_HOST,
                "VM %s fits on none of the cluster's %d hosts."
                        .formatted(placement.vm().name(), placement.refusals().size()),
                causes(placement),
                hints.list());
    }

    private static List<Cause> causes(Placement placement) {
        return placement.refusals().values().stream()
                .flatMap(host -> host.refusals().stream().map(refusal -> cause(host.hostName(), refusal)))
                .toList();
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
