package io.atoll.drs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Forty hosts, a third of them hot, and VMs of 1 to 32 GiB. */
class BalancerTest {
    private static final int HOSTS = 40;
    private static final BalancePolicy POLICY = BalancePolicy.DEFAULT;
    private final CompactCluster cluster = CompactCluster.of(skewed());

    @Test
    void reachesTheTarget() {
        assertThat(imbalance(new Assignment(cluster))).isGreaterThan(0.2);
        assertThat(imbalance(balanced(Effort.of(0.2, () -> true)))).isLessThanOrEqualTo(POLICY.targetImbalance());
    }

    @Test
    void moreStepsFindACheaperPlan() {
        assertThat(cost(balanced(Effort.of(0.5, () -> true))))
                .isLessThan(0.98 * cost(balanced(Effort.of(0.005, () -> true))));
    }

    @Test
    void coolsDownWithinTheTimeThatTheCallerHas() {
        var coolsDown = balanced(questions(200, true));
        var isStoppedHot = balanced(questions(200, false));
        assertThat(imbalance(coolsDown)).isLessThanOrEqualTo(POLICY.targetImbalance());
        assertThat(cost(coolsDown)).isLessThan(0.97 * cost(isStoppedHot));
    }

    @Test
    void theFinishSpendsWhatIsLeftBelowTheTarget() {
        var assignment = balanced(Effort.of(0.01, () -> true));
        var before = cost(assignment);
        finish(assignment);
        assertThat(imbalance(assignment)).isLessThanOrEqualTo(POLICY.targetImbalance());
        assertThat(cost(assignment)).isLessThan(0.995 * before);
    }

    @Test
    void theFinishLeavesAloneWhatIsAboveTheTarget() {
        var assignment = new Assignment(cluster);
        assignment.move(0, assignment.hostOf[0] + 1);
        var before = assignment.hostOf.clone();
        finish(assignment);
        assertThat(assignment.hostOf).isEqualTo(before);
    }

    private void finish(Assignment assignment) {
        var demand = CpuDemand.asClaimed(cluster);
        new BalanceFinish(
                        assignment,
                        new MovedUnits(assignment),
                        POLICY,
                        new MoveCosts(assignment, POLICY),
                        demand,
                        new Loads(assignment, POLICY.knee(), demand))
                .run(500, 1_000_000, Effort.usual());
    }

    @Test
    void makesNoMoveWithoutTime() {
        assertThat(balanced(Effort.of(1, () -> false)).hostOf).isEqualTo(cluster.home);
    }

    @Test
    void neighbouringSeedsSearchElsewhere() {
        assertThat(balanced(1, Effort.of(0.05, () -> true)).hostOf)
                .isNotEqualTo(balanced(2, Effort.of(0.05, () -> true)).hostOf);
    }

    /** An effort that the caller ends after so many questions beyond those that the greedy part asks. */
    private static Effort questions(int most, boolean tellsWhatIsSpent) {
        var asked = new AtomicInteger();
        return Effort.of(
                1, () -> asked.incrementAndGet() <= most, () -> tellsWhatIsSpent ? (double) asked.get() / most : 0);
    }

    private Assignment balanced(Effort effort) {
        return balanced(1, effort);
    }

    private Assignment balanced(long seed, Effort effort) {
        var assignment = new Assignment(cluster);
        Balancer.improve(assignment, POLICY, seed, effort);
        return assignment;
    }

    private static double imbalance(Assignment assignment) {
        return new Loads(assignment, POLICY.knee()).imbalance();
    }

    private double cost(Assignment assignment) {
        var costs = new MoveCosts(assignment, POLICY);
        var sum = 0.0;
        for (var u = 0; u < cluster.unitCount; u++) {
            sum += assignment.hostOf[u] == cluster.home[u] ? 0 : costs.away(u);
        }
        return sum;
    }

    private static Cluster skewed() {
        var random = new Random(5);
        var hosts = new ArrayList<Host>();
        var vms = new ArrayList<Vm>();
        for (var h = 0; h < HOSTS; h++) {
            hosts.add(new Host(
                    new HostId(new UUID(1, h)),
                    "h" + h,
                    new Host.Capacity(32, new Megahertz(80_000), new Mebibytes(262_144), 10_000),
                    Host.Reach.NOTHING_SPECIAL,
                    "",
                    PowerState.ON,
                    PowerModel.ofLine(100, 300)));
            for (var v = 0; v < (h % 3 == 0 ? 26 : 14); v++) {
                var vcpus = 1 << random.nextInt(4);
                vms.add(new Vm(
                        new VmId(new UUID(2, vms.size())),
                        "v" + vms.size(),
                        hosts.getLast().id(),
                        Vm.Cpu.of(vcpus, new Megahertz(vcpus * 100.0 * random.nextInt(16))),
                        Vm.Memory.of(new Mebibytes(1024L * vcpus * (1 + random.nextInt(4)))),
                        Vm.Needs.NOTHING_SPECIAL,
                        true,
                        0));
            }
        }
        return Cluster.of(hosts, vms, List.of(), new Limits(1, 1, 16, 4));
    }
}
