package io.atoll.drs.plan;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rules that must hold and do not: a plan never breaks one, but one that is broken at the start may still be broken at the end,
 * where nothing was asked that mends it. VMs without a host break no rule.
 */
public final class BrokenRules {
    private BrokenRules() {}

    /**
     * A rule that is broken.
     *
     * @param vmNames the VMs that break it, in the order of their ids
     * @param hostNames where each of them is
     */
    public record Broken(String ruleName, Kind kind, List<String> vmNames, List<String> hostNames) {
        public Broken {
            vmNames = List.copyOf(vmNames);
            hostNames = List.copyOf(hostNames);
        }

        public String text() {
            var vms = Figures.names(vmNames);
            var isOne = vmNames.size() == 1;
            var hosts = Figures.names(hostNames.stream().distinct().toList());
            return "rule " + ruleName + " is broken: " + vms
                    + switch (kind) {
                        case KEEP_APART -> " are on one host, " + hosts + ", and must be apart";
                        case KEEP_TOGETHER -> " are on several hosts, " + hosts + ", and must be together";
                        case ONLY_ON -> (isOne ? " is on " : " are on ") + hosts + ", which the rule does not allow";
                        case NEVER_ON -> (isOne ? " is on " : " are on ") + hosts + ", which the rule forbids";
                        case WITHIN_ONE_GROUP ->
                            (isOne ? " is on " : " are on ") + hosts + ", and no group of hosts has them all";
                    };
        }
    }

    /** The VMs that break rules, of all rules together. Of a rule that keeps VMs together that is every VM of it. */
    public static SortedSet<VmId> vms(Cluster cluster, Map<VmId, HostId> finalHosts) {
        var found = new TreeSet<VmId>();
        for (var rule : cluster.rules()) {
            culprits(rule, placed(cluster, rule, finalHosts)).forEach(vms -> found.addAll(vms.keySet()));
        }
        return found;
    }

    /** What a rule demands. */
    public enum Kind {
        KEEP_APART,
        KEEP_TOGETHER,
        ONLY_ON,
        NEVER_ON,
        WITHIN_ONE_GROUP
    }

    /**
     * Those broken once every VM is on the host given for it, in the order of the rules. A rule that keeps VMs apart counts
     * once for each host on which several of them are.
     *
     * @param finalHosts VMs that are missing here have no host
     * @throws NoSuchElementException where a host is not of the cluster
     */
    public static List<Broken> of(Cluster cluster, Map<VmId, HostId> finalHosts) {
        var broken = new ArrayList<Broken>();
        for (var rule : cluster.rules()) {
            for (var culprits : culprits(rule, placed(cluster, rule, finalHosts))) {
                broken.add(broken(cluster, rule, culprits));
            }
        }
        return List.copyOf(broken);
    }

    private static SortedMap<VmId, HostId> placed(Cluster cluster, Rule rule, Map<VmId, HostId> finalHosts) {
        var at = new TreeMap<VmId, HostId>();
        for (var vm : rule.vms()) {
            var host = finalHosts.get(vm);
            if (host != null && cluster.vms().containsKey(vm)) {
                at.put(vm, host);
            }
        }
        return at;
    }

    /** The VMs that break the rule, for each time that it is broken. */
    private static List<SortedMap<VmId, HostId>> culprits(Rule rule, SortedMap<VmId, HostId> at) {
        return switch (rule) {
            case Rule.KeepApart _ -> {
                var byHost = new TreeMap<HostId, SortedMap<VmId, HostId>>();
                at.forEach((vm, host) ->
                        byHost.computeIfAbsent(host, _ -> new TreeMap<>()).put(vm, host));
                yield byHost.values().stream().filter(vms -> vms.size() > 1).toList();
            }
            case Rule.KeepTogether _ -> at.values().stream().distinct().count() > 1 ? List.of(at) : List.of();
            case Rule.OnlyOn only -> where(at, host -> only.hosts().contains(host), false);
            case Rule.NeverOn never -> where(at, host -> never.hosts().contains(host), true);
            case Rule.WithinOneGroup within ->
                at.isEmpty() || within.groups().stream().anyMatch(group -> group.containsAll(at.values()))
                        ? List.of()
                        : List.of(at);
        };
    }

    private interface Test {
        boolean holds(HostId host);
    }

    private static List<SortedMap<VmId, HostId>> where(SortedMap<VmId, HostId> at, Test test, boolean expected) {
        var found = new TreeMap<VmId, HostId>();
        at.forEach((vm, host) -> {
            if (test.holds(host) == expected) {
                found.put(vm, host);
            }
        });
        return found.isEmpty() ? List.of() : List.of(found);
    }

    private static Broken broken(Cluster cluster, Rule rule, SortedMap<VmId, HostId> culprits) {
        var vms = culprits.keySet().stream()
                .map(id -> found(cluster.vms().get(id), id))
                .map(Vm::name)
                .toList();
        var hosts = culprits.values().stream()
                .map(id -> found(cluster.hosts().get(id), id))
                .map(Host::name)
                .toList();
        return new Broken(rule.name(), kind(rule), vms, hosts);
    }

    private static <T> T found(@Nullable T one, Object id) {
        if (one == null) {
            throw new NoSuchElementException("The cluster has no " + id);
        }
        return one;
    }

    private static Kind kind(Rule rule) {
        return switch (rule) {
            case Rule.KeepApart _ -> Kind.KEEP_APART;
            case Rule.KeepTogether _ -> Kind.KEEP_TOGETHER;
            case Rule.OnlyOn _ -> Kind.ONLY_ON;
            case Rule.NeverOn _ -> Kind.NEVER_ON;
            case Rule.WithinOneGroup _ -> Kind.WITHIN_ONE_GROUP;
        };
    }
}
