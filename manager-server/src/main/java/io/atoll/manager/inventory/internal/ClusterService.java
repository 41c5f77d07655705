package io.atoll.manager.inventory.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Naming;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.VmCensus;
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
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and deletes clusters. */
@Service
@Transactional
public class ClusterService {
    private static final double DEFAULT_RATIO = 4.0;
    private static final int MOST_VCPUS_PER_CPU = 64;

    private final ClusterStore clusters;
    private final HostStore hosts;
    private final VmCensus census;
    private final ClusterViews views;
    private final InventoryEvents events;
    private final Ids ids;
    private final Clock clock;

    ClusterService(
            ClusterStore clusters,
            HostStore hosts,
            VmCensus census,
            ClusterViews views,
            InventoryEvents events,
            Ids ids,
            Clock clock) {
        this.clusters = clusters;
        this.hosts = hosts;
        this.census = census;
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
            @Nullable Double cpuOvercommitRatio) {}

    public ClusterId create(Draft draft) {
        var check = new InputCheck();
        var naming = Naming.of(
                check.name("name", draft.name),
                check.labels("labels", draft.labels),
                check.description("spec.description", draft.description));
        var baseline = baseline(draft.cpuBaseline, Cluster.AUTO, check);
        var ratio = ratio(draft.cpuOvercommitRatio, DEFAULT_RATIO, check);
        check.done();
        var id = new ClusterId(ids.next());
        ConstraintGuard.unique(
                "cluster",
                naming.name(),
                () -> clusters.insert(new Cluster(id, naming, 0, clock.instant(), baseline, ratio)));
        events.cluster(id, Change.CREATED);
        return id;
    }

    public void change(
            ClusterId id, IfMatch ifMatch, NamingPatch naming, @Nullable String cpuBaseline, @Nullable Double ratio) {
        var before = clusters.lock(id.value()).orElseThrow(() -> notFound(id));
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = before.named(naming.applyTo(before.naming(), check))
                .governed(
                        baseline(cpuBaseline, before.cpuBaseline(), check),
                        ratio(ratio, before.cpuOvercommitRatio(), check));
        check.done();
        ConstraintGuard.unique("cluster", after.name(), () -> clusters.update(id.value(), _ -> after))
                .ifPresent(_ -> events.cluster(id, Change.CHANGED));
    }

    public void delete(ClusterId id, IfMatch ifMatch) {
        var cluster = clusters.lock(id.value()).orElseThrow(() -> notFound(id));
        ifMatch.require(cluster.revision());
        if (!hosts.in(id).isEmpty() || census.countIn(id) > 0) {
            throw new AtollException(
                    ErrorCode.CLUSTER_IN_USE,
                    "Cluster %s has %d hosts and %d VMs. Remove them first."
                            .formatted(cluster.name(), hosts.in(id).size(), census.countIn(id)));
        }
        views.find(id, InventoryAction.ANYBODY).ifPresent(view -> events.deleted("cluster", view));
        ConstraintGuard.unused(ErrorCode.CLUSTER_IN_USE, "cluster", cluster.name(), () -> clusters.delete(id.value()));
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
