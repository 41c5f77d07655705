package io.atoll.manager.inventory.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Naming;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterGuard;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.internal.cpu.ClusterCpu;
import io.atoll.manager.inventory.internal.view.ClusterViews;
import io.atoll.manager.inventory.internal.view.InventoryAction;
import io.atoll.manager.inventory.jpa.ClusterStore;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and deletes clusters. */
@Service
@Transactional
public class ClusterService {
    private static final double DEFAULT_RATIO = 4.0;
    private static final int MOST_VCPUS_PER_CPU = 64;

    private final ClusterStore clusters;
    private final ClusterContents contents;
    private final ClusterViews views;
    private final InventoryEvents events;
    private final Ids ids;
    private final Clock clock;

    ClusterService(
            ClusterStore clusters,
            ClusterContents contents,
            ClusterViews views,
            InventoryEvents events,
            Ids ids,
            Clock clock) {
        this.clusters = clusters;
        this.contents = contents;
        this.views = views;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a client may say of a cluster; what is missing has a default. */
    public record Draft(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable String description,
            @Nullable String cpuBaseline,
            @Nullable Double cpuOvercommitRatio,
            @Nullable ClusterHaDraft ha) {}

    /** What is in clusters. */
    @Component
    record ClusterContents(HostStore hosts, VmCensus census, ClusterGuard guard, ClusterCpu cpu) {}

    public ClusterId create(Draft draft) {
        var check = new InputCheck();
        var naming = Naming.of(
                check.name("name", draft.name),
                check.labels("labels", draft.labels),
                check.description("spec.description", draft.description));
        var baseline = baseline(draft.cpuBaseline, Cluster.AUTO, check);
        var ratio = ratio(draft.cpuOvercommitRatio, DEFAULT_RATIO, check);
        var ha = draft.ha == null ? ClusterHa.DEFAULT : draft.ha.applyTo(ClusterHa.DEFAULT, check);
        check.done();
        if (ha.enabled()) { // while it is off, the hosts are yet to come
            requireEnoughHosts(naming.name(), 0, ClusterHa.DEFAULT, ha);
        }
        var id = new ClusterId(ids.next());
        ConstraintGuard.unique(
                "cluster",
                naming.name(),
                () -> clusters.insert(new Cluster(id, naming, 0, clock.instant(), baseline, ratio, ha)));
        events.cluster(id, Change.CREATED);
        return id;
    }

    public void change(
            ClusterId id,
            IfMatch ifMatch,
            NamingPatch naming,
            @Nullable String cpuBaseline,
            @Nullable Double ratio,
            @Nullable ClusterHaDraft ha) {
        var before = clusters.lock(id.value()).orElseThrow(() -> notFound(id));
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = before.named(naming.applyTo(before.naming(), check))
                .governed(
                        baseline(cpuBaseline, before.cpuBaseline(), check),
                        ratio(ratio, before.cpuOvercommitRatio(), check))
                .guarded(ha == null ? before.ha() : ha.applyTo(before.ha(), check));
        check.done();
        if (!after.cpuBaseline().equals(before.cpuBaseline())) {
            contents.cpu.requirePossible(after);
        }
        requireEnoughHosts(after.name(), hostCount(id), before.ha(), after.ha());
        ConstraintGuard.unique("cluster", after.name(), () -> clusters.update(id.value(), _ -> after))
                .ifPresent(_ -> {
                    events.cluster(id, Change.CHANGED);
                    if (!after.ha().equals(before.ha())) {
                        contents.guard.requireSurvivable(id);
                    }
                });
    }

    public void delete(ClusterId id, IfMatch ifMatch) {
        var cluster = clusters.lock(id.value()).orElseThrow(() -> notFound(id));
        ifMatch.require(cluster.revision());
        int hosts = contents.hosts.in(id).size();
        int vms = contents.census.countIn(id);
        if (hosts > 0 || vms > 0) {
            throw new AtollException(
                    ErrorCode.CLUSTER_IN_USE,
                    "Cluster %s has %d hosts and %d VMs. Remove them first.".formatted(cluster.name(), hosts, vms));
        }
        views.find(id, InventoryAction.ANYBODY).ifPresent(view -> events.deleted("cluster", view));
        ConstraintGuard.unused(ErrorCode.CLUSTER_IN_USE, "cluster", cluster.name(), () -> clusters.delete(id.value()));
    }

    /** Hosts that can ever be here again. */
    private int hostCount(ClusterId id) {
        return (int) contents.hosts.in(id).stream()
                .filter(host -> host.link().phase() != HostPhase.REVOKED)
                .count();
    }

    /** Where as many hosts may fail as there are, none is left for their VMs. Asked when somebody wants it so, not later. */
    private static void requireEnoughHosts(String cluster, int hostCount, ClusterHa before, ClusterHa after) {
        var asked = (after.enabled() && !before.enabled())
                || before.hostFailuresToTolerate() != after.hostFailuresToTolerate();
        if (asked && after.hostFailuresToTolerate() >= Math.max(1, hostCount)) {
            throw AtollException.invalid(
                    "spec.ha.hostFailuresToTolerate",
                    "spec.ha.hostFailuresToTolerate is %d; cluster %s has %d hosts, so at most %d can be tolerated. Enrol more hosts first, or tolerate fewer failures."
                            .formatted(after.hostFailuresToTolerate(), cluster, hostCount, Math.max(0, hostCount - 1)));
        }
    }

    static AtollException notFound(ClusterId id) {
        return new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id));
    }

    private static String baseline(@Nullable String wanted, String fallback, InputCheck check) {
        if (wanted == null) {
            return fallback;
        }
        var known = wanted.equals(Cluster.AUTO)
                || CpuBaseline.ALL.stream().anyMatch(baseline -> baseline.name().equals(wanted));
        check.require(
                known,
                "spec.cpuBaseline",
                "spec.cpuBaseline must be \"auto\" or one of %s."
                        .formatted(
                                CpuBaseline.ALL.stream().map(CpuBaseline::name).toList()));
        return known ? wanted : fallback;
    }

    /** A whole number, because half a virtual CPU cannot be promised. */
    private static double ratio(@Nullable Double wanted, double fallback, InputCheck check) {
        if (wanted == null) {
            return fallback;
        }
        var valid = wanted >= 1 && wanted <= MOST_VCPUS_PER_CPU && wanted == Math.rint(wanted);
        check.require(
                valid,
                "spec.cpuOvercommitRatio",
                "spec.cpuOvercommitRatio must be a whole number from 1 to %d.".formatted(MOST_VCPUS_PER_CPU));
        return valid ? wanted : fallback;
    }
}
