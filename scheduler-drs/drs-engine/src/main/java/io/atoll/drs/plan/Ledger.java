package io.atoll.drs.plan;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.Entitlements;
import io.atoll.drs.plan.Explanation.HostTerms;
import io.atoll.drs.plan.Explanation.Sufferer;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who is where while a plan is replayed, with running sums over the hosts, so that the score of a state, and of every state
 * that is one move away, costs no walk over the cluster. Written from the model and not from the search: what it says checks the
 * search.
 */
final class Ledger {
    static final int NOWHERE = -1;
    private static final int MOST_SUFFERERS = 3;

    final Cluster cluster;
    final Host[] hosts;
    final Vm[] vms;
    final double knee;
    final boolean countsNetwork;
    final PreferenceLedger preferences;
    /** Processing power that counts on the host: what the VM asks for, cut where its resource pools do not allow it that much. */
    final double[] loadMhz;

    private final double[] entitledMhz;
    final int[] at;
    final boolean[] startedHere;
    final boolean[] on;
    final double[] cpu;
    final double[] memory;
    final double[] network;
    final long[] vcpus;
    private final Residents[] residents;
    private final Map<HostId, Integer> hostIndex;
    private final Map<VmId, Integer> vmIndex;
    private final Sums sums = new Sums();
    private final Sums draft = new Sums();

    /** Sums over hosts of shares, their squares and the other terms of the score. */
    private static final class Sums {
        int counted;
        int running;
        double cpu;
        double cpuSquares;
        double memory;
        double memorySquares;
        double network;
        double networkSquares;
        double overload;
        double unserved;
        double watts;

        /** What imbalance and overload are made of. */
        void copy(Sums other) {
            counted = other.counted;
            cpu = other.cpu;
            cpuSquares = other.cpuSquares;
            memory = other.memory;
            memorySquares = other.memorySquares;
            network = other.network;
            networkSquares = other.networkSquares;
            overload = other.overload;
        }

        double deviation(double sum, double squares) {
            var count = Math.max(1, counted);
            var mean = sum / count;
            return Math.sqrt(Math.max(0, squares / count - mean * mean));
        }
    }

    Ledger(Cluster cluster) {
        this.cluster = cluster;
        hosts = cluster.hosts().values().toArray(Host[]::new);
        vms = cluster.vms().values().toArray(Vm[]::new);
        knee = Math.min(BalancePolicy.DEFAULT.knee(), cluster.limits().cpuShare());
        hostIndex = HashMap.newHashMap(hosts.length);
        vmIndex = HashMap.newHashMap(vms.length);
        on = new boolean[hosts.length];
        residents = new Residents[hosts.length];
        cpu = new double[hosts.length];
        memory = new double[hosts.length];
        network = new double[hosts.length];
        vcpus = new long[hosts.length];
        for (var h = 0; h < hosts.length; h++) {
            hostIndex.put(hosts[h].id(), h);
            residents[h] = new Residents();
            on[h] = hosts[h].state() == PowerState.ON;
        }
        at = new int[vms.length];
        startedHere = new boolean[vms.length];
        loadMhz = new double[vms.length];
        entitledMhz = new double[vms.length];
        var entitled = Entitlements.of(cluster);
        var anyNetwork = false;
        for (var v = 0; v < vms.length; v++) {
            vmIndex.put(vms[v].id(), v);
            var claim = vms[v].cpu().claim().value();
            entitledMhz[v] = Math.min(claim, entitled.getOrDefault(vms[v].id(), claim));
            loadMhz[v] = cluster.resourcePools().isEmpty() ? claim : entitledMhz[v];
            anyNetwork |= vms[v].needs().networkMbps() > 0;
        }
        countsNetwork = anyNetwork;
        preferences = new PreferenceLedger(cluster, hosts, vmIndex);
        for (var v = 0; v < vms.length; v++) {
            var home = vms[v].host();
            at[v] = home == null ? NOWHERE : host(home);
            startedHere[v] = home != null;
            if (home != null) {
                residents[at[v]].add(v);
                preferences.add(v, at[v], 1);
            }
        }
        for (var h = 0; h < hosts.length; h++) {
            recount(h);
            count(h, 1);
        }
    }

    int host(HostId id) {
        return Objects.requireNonNull(hostIndex.get(id));
    }

    int vm(VmId id) {
        return Objects.requireNonNull(vmIndex.get(id));
    }

    /** The index of a VM that may be missing from the snapshot; {@link #NOWHERE} then. */
    int vmOrNowhere(VmId id) {
        return vmIndex.getOrDefault(id, NOWHERE);
    }

    double memoryMib(int vm) {
        return vms[vm].memory().configured().value();
    }

    Residents residents(int host) {
        return residents[host];
    }

    double cpuCapacity(int host) {
        return hosts[host].capacity().cpu().value();
    }

    double memoryCapacity(int host) {
        return hosts[host].capacity().memory().value();
    }

    private double networkCapacity(int host) {
        return hosts[host].capacity().networkMbps();
    }

    void wake(int host) {
        power(host, true);
    }

    void sleep(int host) {
        power(host, false);
    }

    private void power(int host, boolean isOn) {
        count(host, -1);
        on[host] = isOn;
        count(host, 1);
    }

    /** Leads everyone from the start of the plan to its end. */
    void carryOut(Plan plan) {
        for (var step : plan.steps()) {
            step.wake().forEach(host -> wake(host(host)));
            step.migrations().forEach(migration -> move(vm(migration.vm()), host(migration.to())));
            step.sleep().forEach(host -> sleep(host(host)));
        }
    }

    /** Moves, starts (from nowhere) or takes away (to nowhere) a VM. */
    void move(int vm, int to) {
        var from = at[vm];
        at[vm] = to;
        change(vm, from, -1);
        change(vm, to, 1);
    }

    private void change(int vm, int host, int sign) {
        if (host == NOWHERE) {
            return;
        }
        count(host, -1);
        if (sign > 0) {
            residents[host].add(vm);
        } else {
            residents[host].remove(vm);
        }
        preferences.add(vm, host, sign);
        recount(host);
        count(host, 1);
    }

    /** From the VMs that are there, so that no rounding piles up, and coming back means being where one was. */
    private void recount(int host) {
        cpu[host] = 0;
        memory[host] = 0;
        network[host] = 0;
        vcpus[host] = 0;
        for (var i = 0; i < residents[host].size(); i++) {
            var vm = residents[host].get(i);
            cpu[host] += loadMhz[vm];
            memory[host] += memoryMib(vm);
            network[host] += vms[vm].needs().networkMbps();
            vcpus[host] += vms[vm].cpu().vcpuCount();
        }
    }

    private void count(int host, int sign) {
        var running = on[host] || hosts[host].state().keepsVms();
        if (running) {
            sums.running += sign;
            sums.unserved += sign * Math.max(0, cpu[host] - cpuCapacity(host));
            sums.watts += sign * hosts[host].power().wattsAt(cpu[host] / cpuCapacity(host));
        }
        if (on[host]) {
            var cpuShare = cpu[host] / cpuCapacity(host);
            var memoryShare = memory[host] / memoryCapacity(host);
            var networkShare = network[host] / networkCapacity(host);
            sums.counted += sign;
            sums.cpu += sign * cpuShare;
            sums.cpuSquares += sign * cpuShare * cpuShare;
            sums.memory += sign * memoryShare;
            sums.memorySquares += sign * memoryShare * memoryShare;
            sums.network += sign * networkShare;
            sums.networkSquares += sign * networkShare * networkShare;
            sums.overload += sign * overload(cpuShare, memoryShare);
        }
    }

    private double overload(double cpuShare, double memoryShare) {
        return Math.max(0, cpuShare - knee)
                + Math.max(0, memoryShare - cluster.limits().memoryShare());
    }

    Score score() {
        return new Score(
                imbalance(sums),
                nearZero(sums.overload),
                nearZero(sums.unserved),
                preferences.isEmpty() ? 0 : preferences.total(),
                nearZero(sums.watts),
                sums.running);
    }

    /** Sums of what came and went again may be a little off; the smallest of them stand for nothing. */
    private static double nearZero(double sum) {
        return sum < 1e-9 ? 0 : sum;
    }

    private double imbalance(Sums of) {
        return of.deviation(of.cpu, of.cpuSquares)
                + of.deviation(of.memory, of.memorySquares)
                + (countsNetwork ? of.deviation(of.network, of.networkSquares) : 0);
    }

    /** {@link Score#total} of the state in which the VM is on this host instead; nobody moves. */
    double totalIf(int vm, int to) {
        var from = at[vm];
        draft.copy(sums);
        if (from != NOWHERE) {
            draft(vm, from, -1);
        }
        draft(vm, to, 1);
        var wishes = preferences.isEmpty() ? 0 : preferences.total() + preferences.change(vm, from, to);
        return imbalance(draft)
                + Score.IMBALANCE_PER_OVERLOAD * draft.overload
                + Score.IMBALANCE_PER_MIGRATION * wishes;
    }

    /** Adds to the draft what one VM more or less changes on a host. */
    private void draft(int vm, int host, int sign) {
        if (!on[host]) {
            return;
        }
        var cpuNow = cpu[host] / cpuCapacity(host);
        var memoryNow = memory[host] / memoryCapacity(host);
        var cpuMore = sign * loadMhz[vm] / cpuCapacity(host);
        var memoryMore = sign * memoryMib(vm) / memoryCapacity(host);
        draft.cpu += cpuMore;
        draft.cpuSquares += cpuMore * (cpuMore + 2 * cpuNow);
        draft.memory += memoryMore;
        draft.memorySquares += memoryMore * (memoryMore + 2 * memoryNow);
        draft.overload += overload(cpuNow + cpuMore, memoryNow + memoryMore) - overload(cpuNow, memoryNow);
        if (countsNetwork) {
            var networkNow = network[host] / networkCapacity(host);
            var networkMore = sign * vms[vm].needs().networkMbps() / networkCapacity(host);
            draft.network += networkMore;
            draft.networkSquares += networkMore * (networkMore + 2 * networkNow);
        }
    }

    HostTerms terms(int host) {
        return new HostTerms(
                cpu[host] / cpuCapacity(host),
                memory[host] / memoryCapacity(host),
                network[host] / networkCapacity(host),
                Math.max(0, cpu[host] - cpuCapacity(host)),
                on[host] || hosts[host].state().keepsVms()
                        ? hosts[host].power().wattsAt(cpu[host] / cpuCapacity(host))
                        : 0,
                cpu[host] > cpuCapacity(host) ? sufferers(host) : List.of());
    }

    /** The VMs that miss most of what they are entitled to, the worst off first. */
    private List<Sufferer> sufferers(int host) {
        var here = residents[host].toArray();
        var claims = new ArrayList<Contention.Claim>();
        for (var vm : here) {
            var asked = vms[vm].cpu();
            claims.add(new Contention.Claim(
                    Math.min(loadMhz[vm], asked.reservation().value()), loadMhz[vm], asked.shares()));
        }
        var served = Contention.serve(claims, cpuCapacity(host));
        var found = new ArrayList<Sufferer>();
        for (var i = 0; i < served.length; i++) {
            var vm = here[i];
            if (served[i] < entitledMhz[vm]) {
                found.add(new Sufferer(vms[vm].name(), entitledMhz[vm], served[i]));
            }
        }
        found.sort(Comparator.comparingDouble(Sufferer::missingMhz).reversed().thenComparing(Sufferer::vmName));
        return found.subList(0, Math.min(MOST_SUFFERERS, found.size()));
    }
}
