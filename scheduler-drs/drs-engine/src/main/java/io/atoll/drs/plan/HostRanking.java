package io.atoll.drs.plan;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link Question.Place} for one VM, answered with all hosts instead of the best: those that may take it, in the order of the
 * score that plans are explained with, and for each other one everything that is in the way. Nobody else moves, no host is
 * woken, and the VMs that rules keep together with this one stay where they are. A VM that has a host already is looked at as
 * if it had none; that host is among the answers.
 *
 * @param candidates best first; equal ones by their ids
 * @param refused no host is both here and among the candidates
 */
public record HostRanking(VmId vm, List<Candidate> candidates, SortedMap<HostId, Refused> refused) {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.<Candidate>comparingDouble(
                    candidate -> candidate.score().total())
            .thenComparing(Candidate::host);

    public HostRanking {
        candidates = List.copyOf(candidates);
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    /**
     * A host that may take the VM.
     *
     * @param score the whole cluster with the VM there
     * @param load the host with the VM
     * @param preferences what preferences of the VM cost more with it there than with it nowhere, in migrations, by name
     */
    public record Candidate(
            HostId host, String hostName, Score score, Load load, SortedMap<String, Double> preferences) {
        public Candidate {
            preferences = Collections.unmodifiableSortedMap(new TreeMap<>(preferences));
        }
    }

    /** How full a host is: memory and vCPUs as shares of what it may be given, CPU of what it has. */
    public record Load(double memoryShare, double vcpuShare, double cpuShare) {}

    /** A host that may not take the VM, with at least one objection. */
    public record Refused(HostId host, String hostName, List<Objection> objections) {
        public Refused {
            objections = List.copyOf(objections);
        }
    }

    /**
     * All hosts of the cluster for this VM.
     *
     * @throws NoSuchElementException where the cluster has no such VM
     */
    public static HostRanking of(Cluster cluster, VmId id) {
        if (!cluster.vms().containsKey(id)) {
            throw new NoSuchElementException("The cluster has no VM " + id);
        }
        var ledger = new Ledger(cluster);
        var vm = ledger.vm(id);
        ledger.move(vm, Ledger.NOWHERE);
        var objections = new Objections(ledger, new BitSet());
        var before = ledger.preferences.costsFor(vm);
        var candidates = new ArrayList<Candidate>();
        var refused = new TreeMap<HostId, Refused>();
        for (var h = 0; h < ledger.hosts.length; h++) {
            var host = ledger.hosts[h];
            var inTheWay = objections.everything(vm, h);
            if (inTheWay.isEmpty()) {
                candidates.add(candidate(ledger, vm, h, before));
            } else {
                refused.put(host.id(), new Refused(host.id(), host.name(), inTheWay));
            }
        }
        candidates.sort(BEST_FIRST);
        return new HostRanking(id, candidates, refused);
    }

    private static Candidate candidate(Ledger ledger, int vm, int host, Map<String, Double> before) {
        ledger.move(vm, host);
        var changes = new TreeMap<String, Double>();
        ledger.preferences
                .costsFor(vm)
                .forEach((name, cost) -> changes.put(name, cost - before.getOrDefault(name, 0.0)));
        var found = new Candidate(
                ledger.hosts[host].id(), ledger.hosts[host].name(), ledger.score(), load(ledger, host), changes);
        ledger.move(vm, Ledger.NOWHERE);
        return found;
    }

    private static Load load(Ledger ledger, int host) {
        var limits = ledger.cluster.limits();
        var vcpuLimit = ledger.hosts[host].capacity().coreCount() * limits.vcpusPerCore();
        return new Load(
                ledger.memory[host] / (ledger.memoryCapacity(host) * limits.memoryShare()),
                ledger.vcpus[host] / vcpuLimit,
                ledger.cpu[host] / ledger.cpuCapacity(host));
    }
}
