package io.atoll.drs.plan;

import static io.atoll.drs.plan.Ledger.NOWHERE;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which broken rules a move brings nearer to being kept. */
final class MendedRules {
    private final Ledger ledger;
    private final Map<VmId, List<Rule>> rules = new HashMap<>();

    MendedRules(Ledger ledger) {
        this.ledger = ledger;
        for (var rule : ledger.cluster.rules()) {
            rule.vms()
                    .forEach(vm ->
                            rules.computeIfAbsent(vm, _ -> new ArrayList<>()).add(rule));
        }
    }

    /** How far each rule of this VM is from being kept, by its name: the VMs that break it and the hosts they are on. */
    SortedMap<String, Integer> of(int vm) {
        var own = rules.getOrDefault(ledger.vms[vm].id(), List.of());
        var distances = new TreeMap<String, Integer>();
        if (own.isEmpty()) {
            return distances;
        }
        for (var broken : BrokenRules.of(ledger.cluster.withRules(own), homes(own))) {
            var hosts = (int) broken.hostNames().stream().distinct().count();
            distances.merge(broken.ruleName(), broken.vmNames().size() + hosts, Integer::sum);
        }
        return distances;
    }

    /** Those that are nearer now than they were. */
    List<String> mended(int vm, SortedMap<String, Integer> before) {
        if (before.isEmpty()) {
            return List.of();
        }
        var now = of(vm);
        return before.entrySet().stream()
                .filter(rule -> now.getOrDefault(rule.getKey(), 0) < rule.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<VmId, HostId> homes(List<Rule> of) {
        var homes = new HashMap<VmId, HostId>();
        for (var rule : of) {
            for (var id : rule.vms()) {
                if (ledger.cluster.vms().containsKey(id) && ledger.at[ledger.vm(id)] != NOWHERE) {
                    homes.put(id, ledger.hosts[ledger.at[ledger.vm(id)]].id());
                }
            }
        }
        return homes;
    }
}
