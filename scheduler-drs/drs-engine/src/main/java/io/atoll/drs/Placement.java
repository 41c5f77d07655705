package io.atoll.drs;

import io.atoll.model.HostId;
import io.atoll.model.VmDemand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a VM can go, best host first, and for every other host everything that is in the way.
 *
 * @param refusals sorted by host; no host is both here and among the candidates
 */
public record Placement(VmDemand vm, List<Candidate> candidates, SortedMap<HostId, RefusedHost> refusals) {
    public Placement {
        candidates = List.copyOf(candidates);
        refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
    }

    /** A host the VM fits on, and how full that would make it. */
    public record Candidate(HostId host, String hostName, HostLoad load) {}

    /** A host the VM does not fit on, with at least one reason. */
    public record RefusedHost(HostId host, String hostName, List<Refusal> refusals) {
        public RefusedHost {
            refusals = List.copyOf(refusals);
        }
    }

    public Optional<Candidate> best() {
        return candidates.stream().findFirst();
    }

    /** The decision in sentences, one for each host. */
    public List<String> explain() {
        var lines = new ArrayList<String>();
        for (var candidate : candidates) {
            lines.add("%s fits %s: %s with it."
                    .formatted(candidate.hostName(), vm.name(), candidate.load().explain()));
        }
        for (var host : refusals.values()) {
            var reasons = host.refusals().stream().map(Refusal::explain).toList();
            lines.add(
                    "%s does not fit %s: it %s.".formatted(host.hostName(), vm.name(), String.join("; it ", reasons)));
        }
        if (lines.isEmpty()) {
            lines.add("The cluster has no hosts.");
        }
        return lines;
    }
}
