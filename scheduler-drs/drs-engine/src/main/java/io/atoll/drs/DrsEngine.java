package io.atoll.drs;

import io.atoll.drs.Placement.Candidate;
import io.atoll.drs.Placement.RefusedHost;
import io.atoll.model.ClusterSnapshot;
import io.atoll.model.HostFacts;
import io.atoll.model.HostId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** The scheduler: asked for every start of a VM, and for every move without a target. */
public final class DrsEngine {
    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparing(Candidate::load).thenComparing(Candidate::host);

    private final PlacementPolicy policy;
    private final List<HostFilter> filters;

    public DrsEngine(PlacementPolicy policy) {
        this.policy = policy;
        this.filters = HostFilter.all(policy);
    }

    /**
     * Ranks the hosts of the snapshot for one VM. The VM's own promises in the snapshot stay counted: a VM that moves needs
     * room at the target while it still has its room at the source.
     */
    public Placement place(ClusterSnapshot snapshot, PlacementRequest request) {
        var candidates = new ArrayList<Candidate>();
        var refused = new TreeMap<HostId, RefusedHost>();
        for (var host : snapshot.hosts().values()) {
            var refusals = refusals(request, host);
            if (refusals.isEmpty()) {
                candidates.add(new Candidate(host.id(), host.name(), HostLoad.with(request.vm(), host, policy)));
            } else {
                refused.put(host.id(), new RefusedHost(host.id(), host.name(), refusals));
            }
        }
        candidates.sort(BEST_FIRST);
        return new Placement(request.vm(), candidates, refused);
    }

    private List<Refusal> refusals(PlacementRequest request, HostFacts host) {
        return filters.stream()
                .map(filter -> filter.check(request, host))
                .filter(Objects::nonNull)
                .toList();
    }
}
