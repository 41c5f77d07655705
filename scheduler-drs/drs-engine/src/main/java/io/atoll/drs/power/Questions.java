package io.atoll.drs.power;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.BrokenRules;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Vm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the scheduler is asked on behalf of power saving, and what is counted by the same rules. */
final class Questions {
    private final Look look;
    private final Scheduler scheduler;
    /** What VMs that run ask for over the window for waking. */
    final Cluster soon;
    /** What they ask for over either window, whichever is more. */
    final Cluster lasting;

    Questions(Look look, long seed, Effort effort) {
        this.look = look;
        scheduler = new Scheduler(seed, effort);
        var windows = look.settings.windows();
        var minutes = look.settings.policy().minutesPerSample();
        var running = look.cluster.withVms(look.running);
        soon = WindowDemand.in(running, minutes, List.of(windows.wake()));
        lasting = WindowDemand.in(running, minutes, List.of(windows.wake(), windows.park()));
    }

    Answer ask(Cluster cluster, Question question) {
        return scheduler.answer(cluster, question);
    }

    static Plan plan(Answer answer) {
        return switch (answer) {
            case Answer.Planned(var plan) -> plan;
            case Answer.Impossible(var _, var partial) -> partial;
        };
    }

    /** The limits of the cluster, but no host gets above the band. */
    Limits withinBand(Limits limits) {
        return new Limits(
                Math.min(limits.cpuShare(), look.high()),
                limits.memoryShare(),
                limits.vcpusPerCore(),
                limits.migrationsPerHost(),
                limits.network(),
                0);
    }

    static Cluster after(Cluster cluster, Plan plan) {
        return cluster.withVms(cluster.vms().values().stream()
                .map(vm -> vm.on(plan.finalHosts().get(vm.id())))
                .toList());
    }

    /** A host whose VMs would find no room on these if it failed; null: there is none. */
    @Nullable
    Host withoutSpareRoom(Cluster cluster, Set<HostId> open) {
        var limits = cluster.limits().withSpareHosts(look.settings.spareHosts());
        return CompactCluster.of(look.withOpen(cluster, open).with(limits)).withoutSpareRoom();
    }

    static List<BrokenRules.Broken> brokenRules(Cluster cluster) {
        return BrokenRules.of(cluster, homes(cluster));
    }

    static SortedMap<VmId, HostId> homes(Cluster cluster) {
        var homes = new TreeMap<VmId, HostId>();
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                homes.put(vm.id(), vm.host());
            }
        }
        return homes;
    }

    /** CPU that VMs ask for on each host that has any, in MHz. */
    static Map<HostId, Double> cpuAsked(Cluster cluster) {
        return sums(cluster, vm -> vm.cpu().claim().value());
    }

    /** Memory that VMs work with on each host that has any, in MiB. */
    static Map<HostId, Double> memoryActive(Cluster cluster) {
        return sums(cluster, vm -> (double) vm.memory().active().value());
    }

    @FunctionalInterface
    private interface Amount {
        double of(Vm vm);
    }

    private static Map<HostId, Double> sums(Cluster cluster, Amount amount) {
        var sums = new HashMap<HostId, Double>();
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                sums.merge(vm.host(), amount.of(vm), Double::sum);
            }
        }
        return sums;
    }
}
