package io.atoll.manager.placement.internal;

import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.ClusterLock;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.placement.Placements;
import io.atoll.manager.placement.RoomWanted;
import io.atoll.manager.placement.internal.Decision.RefusedHost;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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
    private final LiveClusters clusters;
    private final Reservations reservations;
    private final ClusterLock lock;
    private final List<RoomWanted> makers;
    private final Clock clock;

    ReservingPlacements(
            Inventory inventory,
            LiveClusters clusters,
            Reservations reservations,
            ClusterLock lock,
            List<RoomWanted> makers,
            Clock clock) {
        this.inventory = inventory;
        this.clusters = clusters;
        this.reservations = reservations;
        this.lock = lock;
        this.makers = List.copyOf(makers);
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public PlacementReport consider(PlacementQuestion question) {
        return DecisionReport.of(decide(question), clock.instant());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public PlacementReport reserve(PlacementQuestion question, TaskId task) {
        lock.take(question.cluster());
        reservations.remove(question.vm().id());
        var decision = decide(question);
        var best = decision.chosen().orElseThrow(() -> noHost(decision));
        reservations.put(question.vm(), best.host(), task);
        var report = DecisionReport.of(decision, clock.instant());
        LOG.info("vm={} host={} task={} placed: {}", question.vm().id(), best.host(), task, report.reason());
        return report;
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

    private Decision decide(PlacementQuestion question) {
        var cluster = clusters.now(question.cluster());
        requireThere(question, cluster);
        return Decision.of(question, cluster);
    }

    /** A host that is not there is no host that does not fit: the refusals would speak of all others. */
    private void requireThere(PlacementQuestion question, LiveCluster cluster) {
        var only = question.only();
        if (only == null || cluster.hosts().containsKey(only)) {
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

    private AtollException noHost(Decision decision) {
        var only = decision.question().only();
        return only == null ? noHostAtAll(decision) : noRoomAt(only, decision);
    }

    /** Of the other hosts only how many would take it: their reasons are not what stands in the way. */
    private static AtollException noRoomAt(HostId only, Decision decision) {
        // Neither a candidate nor missing: so it refuses.
        var host = Objects.requireNonNull(decision.refusals().get(only));
        var hints = new ArrayList<>(hints(decision, List.of(host)));
        if (!decision.candidates().isEmpty()) {
            hints.add(Hint.of("Ask for no host: %d of the cluster's hosts fit, %s best."
                    .formatted(
                            decision.candidates().size(),
                            decision.candidates().getFirst().hostName())));
        }
        return new AtollException(
                ErrorCode.PLACEMENT_NO_HOST,
                "VM %s does not fit on %s, which was asked for."
                        .formatted(decision.question().vm().name(), host.hostName()),
                causes(List.of(host)),
                hints);
    }

    private AtollException noHostAtAll(Decision decision) {
        var refused = decision.refusals().values();
        var hints = new ArrayList<Hint>();
        var question = decision.question();
        makers.forEach(maker -> hints.addAll(maker.noted(
                question.cluster(), question.vm(), rulesOf(question.vm().id(), decision.cluster()))));
        hints.addAll(hints(decision, refused));
        return new AtollException(
                ErrorCode.PLACEMENT_NO_HOST,
                "VM %s fits on none of the cluster's %d hosts."
                        .formatted(decision.question().vm().name(), refused.size()),
                causes(refused),
                hints);
    }

    private static SortedSet<String> rulesOf(VmId vm, LiveCluster cluster) {
        var names = new TreeSet<String>();
        cluster.model().rules().stream()
                .filter(rule -> rule.vms().contains(vm))
                .forEach(rule -> names.add(rule.name()));
        cluster.limits().stream()
                .filter(limit -> limit.vms().contains(vm))
                .forEach(limit -> names.add(limit.ruleName()));
        return names;
    }

    private static List<Hint> hints(Decision decision, Collection<RefusedHost> refused) {
        return new RoomHints(
                        decision.question().vm(), refused, decision.cluster().model())
                .list();
    }

    private static List<Cause> causes(Collection<RefusedHost> refused) {
        return refused.stream()
                .flatMap(host -> host.refusals().stream().map(refusal -> cause(host.hostName(), refusal)))
                .toList();
    }

    private static Cause cause(String host, Refusal refusal) {
        var reason = refusal.reason();
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
