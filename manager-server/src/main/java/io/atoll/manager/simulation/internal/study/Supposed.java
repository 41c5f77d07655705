package io.atoll.manager.simulation.internal.study;

import io.atoll.drs.plan.Change;
import io.atoll.drs.plan.WhatIf;
import io.atoll.manager.placement.ShareLimit;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cluster as it would be once all that is supposed has happened, one thing after the other, and before anybody does anything about it. */
final class Supposed {
    private final SortedMap<VmId, Vm> known;
    private final SortedSet<VmId> lost = new TreeSet<>();
    private final SortedSet<HostId> drained = new TreeSet<>();
    private final SortedMap<VmId, SortedSet<VmId>> copies = new TreeMap<>();
    private final List<ShareLimit> limits = new ArrayList<>();
    private Cluster cluster;

    /** @param known every VM of the cluster, those that are off included */
    private Supposed(Cluster start, SortedMap<VmId, Vm> known) {
        this.cluster = start;
        this.known = known;
    }

    /** @param start VMs that are off are not in it */
    static Supposed of(Cluster start, SortedMap<VmId, Vm> known, List<Supposition> suppositions) {
        var supposed = new Supposed(start, known);
        suppositions.forEach(supposed::happens);
        return supposed;
    }

    Cluster cluster() {
        return cluster;
    }

    /** VMs that ran on hosts that are lost. */
    SortedSet<VmId> lost() {
        return lost;
    }

    SortedSet<HostId> drained() {
        return drained;
    }

    /** The new VMs, by the VM that they are like. */
    SortedMap<VmId, SortedSet<VmId>> copies() {
        return copies;
    }

    /** What the new rules about zones and shares allow. */
    ZoneLimits limits() {
        return new ZoneLimits(limits);
    }

    private void happens(Supposition supposition) {
        switch (supposition) {
            case Supposition.HostsLost(var hosts) -> lose(hosts);
            case Supposition.HostsDrained(var hosts) -> drain(hosts);
            case Supposition.HostsAdded(var like, var count) ->
                cluster = WhatIf.after(cluster, List.of(new Change.HostsAdded(like, count)));
            case Supposition.VmsAdded(var like, var count) -> addVms(like, count);
            case Supposition.DemandGrows(var vms, var factor) -> grow(vms, factor);
            case Supposition.RuleRemoved(var name) ->
                cluster = WhatIf.after(cluster, List.of(new Change.RuleGone(name)));
            case Supposition.RuleAdded(var rule) -> {
                var rules = new ArrayList<Rule>(cluster.rules());
                rules.add(rule);
                cluster = cluster.withRules(rules);
            }
            case Supposition.ZoneRuleAdded(var preference, var limit) -> {
                var preferences = new ArrayList<Preference>(cluster.preferences());
                preferences.add(preference);
                cluster = cluster.with(preferences);
                limits.add(limit);
            }
            case Supposition.Overcommit(var vcpusPerCore) -> {
                var limits = cluster.limits();
                cluster = cluster.with(new Limits(
                        limits.cpuShare(),
                        limits.memoryShare(),
                        vcpusPerCore,
                        limits.migrationsPerHost(),
                        limits.network(),
                        limits.spareHosts()));
            }
        }
    }

    private void lose(SortedSet<HostId> hosts) {
        cluster.vms().values().stream()
                .filter(vm -> vm.host() != null && hosts.contains(vm.host()))
                .forEach(vm -> lost.add(vm.id()));
        drained.removeAll(hosts);
        cluster = WhatIf.after(
                cluster, hosts.stream().<Change>map(Change.HostDies::new).toList());
    }

    /** A dead host stays dead, and one that is silent cannot be emptied: neither becomes another by being drained. */
    private void drain(SortedSet<HostId> hosts) {
        var changed = new ArrayList<Host>();
        for (var host : cluster.hosts().values()) {
            var isDrained = hosts.contains(host.id()) && host.state() != PowerState.FAILED;
            changed.add(isDrained && host.state() != PowerState.UNREACHABLE ? host.in(PowerState.MAINTENANCE) : host);
            if (isDrained) {
                drained.add(host.id());
            }
        }
        cluster = cluster.withHosts(changed);
    }

    private void addVms(VmId like, int count) {
        var isThere = cluster.vms().containsKey(like);
        var vms = new TreeMap<>(cluster.vms());
        vms.put(like, model(like));
        var changed = WhatIf.after(cluster.withVms(vms.values()), List.of(new Change.VmsAdded(like, count)));
        var added = new TreeSet<>(changed.vms().keySet());
        added.removeAll(vms.keySet());
        copies.computeIfAbsent(like, _ -> new TreeSet<>()).addAll(added);
        cluster = changed;
        if (!isThere) {
            cluster = cluster.withVms(cluster.vms().values().stream()
                    .filter(vm -> !vm.id().equals(like))
                    .toList());
        }
    }

    private Vm model(VmId id) {
        var running = cluster.vms().get(id);
        return running == null ? Objects.requireNonNull(known.get(id), "A VM that was looked up is known.") : running;
    }

    /** Nobody asks for more because a VM that is off would. */
    private void grow(SortedSet<VmId> vms, double factor) {
        var running = new TreeSet<>(vms);
        running.retainAll(cluster.vms().keySet());
        if (vms.isEmpty() || !running.isEmpty()) {
            cluster = WhatIf.after(cluster, List.of(new Change.DemandGrows(running, factor)));
        }
    }
}
