package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.Effort;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** On clusters so small that every placement can be tried, no balance is cheaper than ours, and nobody waits in vain. */
class TryingEverythingTest {
    private static final double ROUNDING = 1e-9;
    private static final BalancePolicy POLICY = BalancePolicy.DEFAULT;

    /** From starts that fit: what only a swap could bring below a limit may stay above it, see benchmarks.md. */
    @Property(tries = 500)
    void balanceIsAsCheapAsTryingEverything(@ForAll("roomy") Cluster cluster) {
        var start = new HashMap<VmId, HostId>();
        cluster.vms().forEach((id, vm) -> start.put(id, vm.host()));
        Assume.that(fits(cluster, start));
        var plan = plan(cluster, new Question.Balance(POLICY));
        var best = new double[] {Double.POSITIVE_INFINITY};
        everyPlacement(cluster, placement -> best[0] = Math.min(best[0], cost(cluster, placement)));
        if (best[0] < Double.POSITIVE_INFINITY) {
            assertThat(cost(cluster, plan.finalHosts())).isLessThanOrEqualTo(best[0] + ROUNDING);
        }
    }

    @Property(tries = 150)
    void whoeverCanBePlacedIsPlaced(@ForAll("small") Cluster cluster) {
        var waiting = cluster.withVms(cluster.vms().values().stream()
                .map(vm -> vm.id().value().getLeastSignificantBits() % 2 == 0 ? vm.on(null) : vm)
                .toList());
        var possible = new boolean[1];
        everyPlacement(
                waiting, placement -> possible[0] |= nobodyElseMoved(waiting, placement) && fits(waiting, placement));
        if (possible[0]) {
            var answer = new Scheduler(1, Effort.of(0.05, () -> true)).answer(waiting, new Question.Place());
            assertThat(answer).isInstanceOf(Answer.Planned.class);
        }
    }

    /** What the placement costs in migrations, less what evenness below the target is worth; infinite where it does not meet the target or does not fit. */
    private static double cost(Cluster cluster, Map<VmId, HostId> placement) {
        var imbalance = PlanReferee.imbalance(cluster, placement);
        if (imbalance > POLICY.targetImbalance() + ROUNDING
                || beyondKnee(cluster, placement)
                || !fits(cluster, placement)) {
            return Double.POSITIVE_INFINITY;
        }
        var cost = 0.0;
        for (var vm : cluster.vms().values()) {
            if (!Objects.equals(vm.host(), placement.get(vm.id()))) {
                cost += 1 + vm.memory().configured().value() / 1024.0 / POLICY.gibPerMove();
            }
        }
        return cost - Math.max(0, POLICY.targetImbalance() - imbalance) / POLICY.gainPerMoveBelowTarget();
    }

    private static boolean beyondKnee(Cluster cluster, Map<VmId, HostId> placement) {
        return cluster.hosts().values().stream()
                .anyMatch(host -> PlanReferee.cpuShare(cluster, placement, host) > POLICY.knee() + ROUNDING);
    }

    private static boolean nobodyElseMoved(Cluster cluster, Map<VmId, HostId> placement) {
        return cluster.vms().values().stream()
                .allMatch(vm -> vm.host() == null || vm.host().equals(placement.get(vm.id())));
    }

    private static boolean fits(Cluster cluster, Map<VmId, HostId> placement) {
        return cluster.hosts().values().stream().allMatch(host -> fits(cluster, placement, host));
    }

    private static boolean fits(Cluster cluster, Map<VmId, HostId> placement, Host host) {
        var limits = cluster.limits();
        var vcpus = cluster.vms().values().stream()
                .filter(vm -> host.id().equals(placement.get(vm.id())))
                .mapToInt(vm -> vm.cpu().vcpuCount())
                .sum();
        return PlanReferee.cpuShare(cluster, placement, host) <= limits.cpuShare() + ROUNDING
                && PlanReferee.memoryShare(cluster, placement, host) <= limits.memoryShare() + ROUNDING
                && vcpus <= host.capacity().coreCount() * limits.vcpusPerCore();
    }

    private static void everyPlacement(Cluster cluster, Consumer<Map<VmId, HostId>> visitor) {
        place(cluster, List.copyOf(cluster.vms().values()), new HashMap<>(), visitor);
    }

    private static void place(
            Cluster cluster, List<Vm> left, Map<VmId, HostId> placement, Consumer<Map<VmId, HostId>> visitor) {
        if (left.isEmpty()) {
            visitor.accept(placement);
            return;
        }
        for (var host : cluster.hosts().keySet()) {
            placement.put(left.getFirst().id(), host);
            place(cluster, left.subList(1, left.size()), placement, visitor);
        }
    }

    private static Plan plan(Cluster cluster, Question question) {
        return switch (new Scheduler(1, Effort.of(0.2, () -> true)).answer(cluster, question)) {
            case Answer.Planned(var plan) -> plan;
            case Answer.Impossible(var _, var partial) -> partial;
        };
    }

    @Provide
    Arbitrary<Cluster> small() {
        return RandomClusters.small();
    }

    /** Memory is no matter, so every placement can be reached. */
    @Provide
    Arbitrary<Cluster> roomy() {
        return RandomClusters.small().map(cluster -> {
            var hosts = new ArrayList<Host>();
            for (var host : cluster.hosts().values()) {
                var capacity = host.capacity();
                hosts.add(new Host(
                        host.id(),
                        host.name(),
                        new Host.Capacity(
                                capacity.coreCount(),
                                capacity.cpu(),
                                new Mebibytes(capacity.memory().value() * 8),
                                capacity.networkMbps()),
                        host.reach(),
                        new TreeMap<>(host.zones()),
                        host.state(),
                        host.power()));
            }
            return cluster.withHosts(hosts);
        });
    }
}
