package io.atoll.manager.placement.internal;

import io.atoll.drs.plan.HostRanking;
import io.atoll.drs.plan.HostRanking.Candidate;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.HostId;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the scheduler says of all hosts for one VM, and what that was made from.
 *
 * @param candidates best first
 * @param refusals no host is both here and among the candidates
 */
record Decision(
        PlacementQuestion question,
        LiveCluster cluster,
        List<Candidate> candidates,
        SortedMap<HostId, RefusedHost> refusals) {
    Decision {
        candidates = List.copyOf(candidates);
        refusals = new TreeMap<>(refusals);
    }

    /** A host with everything that is in the way there. */
    record RefusedHost(HostId host, String hostName, List<Refusal> refusals) {
        RefusedHost {
            refusals = List.copyOf(refusals);
        }
    }

    static Decision of(PlacementQuestion question, LiveCluster cluster) {
        var vm = question.vm().id();
        if (!cluster.model().vms().containsKey(vm)) {
            throw new AtollException(ErrorCode.VM_NOT_FOUND, "There is no VM %s in the cluster.".formatted(vm));
        }
        var full = new HashMap<HostId, Map<String, Refusal>>();
        var rules = new ArrayList<>(cluster.model().rules().stream()
                .map(rule -> whileLeaving(rule, question, cluster))
                .toList());
        for (var limit : cluster.limits()) {
            var hosts =
                    limit.vms().contains(vm) ? limit.hostsTooFullFor(vm, cluster.model()) : Map.<HostId, Integer>of();
            hosts.forEach((host, then) -> full.computeIfAbsent(host, _ -> new HashMap<>())
                    .put(limit.ruleName(), Refusal.TooManyOfThem.of(limit, then, cluster, host)));
            rules.add(new Rule.NeverOn(limit.ruleName(), new TreeSet<>(List.of(vm)), new TreeSet<>(hosts.keySet())));
        }
        var ranking = HostRanking.of(cluster.model().withRules(rules), vm);
        var words = new Refusals(question, cluster, full);
        var refused = new TreeMap<HostId, RefusedHost>();
        for (var host : ranking.refused().values()) {
            refused.put(
                    host.host(),
                    new RefusedHost(host.host(), host.hostName(), words.of(host.host(), host.objections())));
        }
        var left = new ArrayList<Candidate>();
        for (var host : ranking.candidates()) {
            if (question.excluded().containsKey(host.host())) {
                refused.put(
                        host.host(), new RefusedHost(host.host(), host.hostName(), words.of(host.host(), List.of())));
            } else {
                left.add(host);
            }
        }
        return new Decision(question, cluster, left, refused);
    }

    /**
     * Who is on a host that is being emptied, or goes to the same host too, holds back nobody it must be together with: they all
     * leave, one after the other.
     */
    private static Rule whileLeaving(Rule rule, PlacementQuestion question, LiveCluster cluster) {
        if (!(rule instanceof Rule.KeepTogether(var name, var vms))) {
            return rule;
        }
        var staying = new TreeSet<>(vms);
        staying.removeIf(id -> {
            var vm = cluster.model().vms().get(id);
            var host = vm == null || vm.host() == null
                    ? null
                    : cluster.model().hosts().get(vm.host());
            return !id.equals(question.vm().id())
                    && (question.along().contains(id) || (host != null && host.state() == PowerState.MAINTENANCE));
        });
        return new Rule.KeepTogether(name, staying);
    }

    /** The host that was asked for, if it fits; the best, if none was. The others are ranked all the same. */
    Optional<Candidate> chosen() {
        var only = question.only();
        return candidates.stream()
                .filter(host -> only == null || host.host().equals(only))
                .findFirst();
    }
}
