package io.atoll.drs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.Sequence.Reached;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random targets on few hosts that are nearly full: what trying every order of single moves reaches, the waves reach too. */
class DetourSearchTest {
    private static final int CLUSTERS = 1000;
    private static final double FULL = 0.85;
    private static final int HOST_GIB = 16;
    private static final int MOST_HOSTS = 4;
    private static final int MOST_VMS = 7;

    private final Random random = new Random(1);

    @Test
    void whatAnyOrderOfMovesReachesIsReached() {
        var reachable = 0;
        var missed = new ArrayList<String>();
        for (var i = 0; i < CLUSTERS; i++) {
            var compact = CompactCluster.of(cluster());
            var target = shuffled(compact);
            if (!Arrays.equals(target, compact.home) && isReachable(compact, target)) {
                reachable++;
                if (!(Sequencer.order(compact, target, false) instanceof Reached)) {
                    missed.add(Arrays.toString(compact.home) + " > " + Arrays.toString(target));
                }
            }
        }
        assertThat(reachable).isGreaterThan(CLUSTERS / 2);
        assertThat(missed).isEmpty();
    }

    /** Sending home everyone in a blocking set, and trying no more, brings 154 units of 856 to their targets. */
    @Test
    void littleIsGivenUpWhereATargetCannotBeReached() {
        var wanted = 0;
        var reached = 0;
        for (var i = 0; i < CLUSTERS; i++) {
            var compact = CompactCluster.of(cluster());
            var target = shuffled(compact);
            if (!isReachable(compact, target)) {
                var goal = new Assignment(compact);
                for (var u = 0; u < target.length; u++) {
                    goal.move(u, target[u]);
                    wanted += target[u] == compact.home[u] ? 0 : 1;
                }
                new Approach(goal, new boolean[compact.hostCount]).run(false, List.of());
                for (var u = 0; u < target.length; u++) {
                    reached += target[u] != compact.home[u] && goal.hostOf[u] == target[u] ? 1 : 0;
                }
            }
        }
        assertThat(wanted).isEqualTo(856);
        assertThat(reached).isGreaterThan(154);
    }

    private Cluster cluster() {
        var hostCount = 2 + random.nextInt(MOST_HOSTS - 1);
        var hosts = new ArrayList<Host>();
        for (var h = 0; h < hostCount; h++) {
            hosts.add(host(h));
        }
        var free = new long[hostCount];
        Arrays.fill(free, HOST_GIB);
        var vms = new ArrayList<Vm>();
        var used = 0L;
        while (vms.size() < MOST_VMS && used < FULL * HOST_GIB * hostCount) {
            var host = random.nextInt(hostCount);
            var gib = 1 + random.nextInt(8);
            if (gib <= free[host]) {
                free[host] -= gib;
                used += gib;
                vms.add(vm(vms.size(), host, gib));
            }
        }
        var rules = new ArrayList<Rule>();
        if (random.nextInt(3) == 0) {
            var apart = new TreeSet<VmId>();
            apart.add(vms.getFirst().id());
            apart.add(vms.getLast().id());
            rules.add(new Rule.KeepApart("apart", apart));
        }
        return Cluster.of(hosts, vms, rules, new Limits(1, 1, 4, 4));
    }

    /** Some other placement that limits and rules allow. */
    private int[] shuffled(CompactCluster compact) {
        for (var attempt = 0; attempt < 100; attempt++) {
            var target = new Assignment(compact);
            for (var u = 0; u < compact.unitCount; u++) {
                target.take(u);
            }
            for (var u = 0; u < compact.unitCount; u++) {
                var host = random.nextInt(compact.hostCount);
                if (target.accepts(u, host)) {
                    target.put(u, host);
                }
            }
            if (Arrays.stream(target.hostOf).noneMatch(h -> h == CompactCluster.NOWHERE)) {
                return target.hostOf;
            }
        }
        return compact.home;
    }

    /** Every placement that single moves reach, each as a number with the host of each unit as a digit. */
    private static boolean isReachable(CompactCluster compact, int[] target) {
        var seen = new BitSet();
        var open = new ArrayDeque<int[]>();
        open.add(compact.home);
        seen.set(number(compact.home));
        while (!open.isEmpty() && !seen.get(number(target))) {
            expand(compact, open.remove(), open, seen);
        }
        return seen.get(number(target));
    }

    private static int number(int[] places) {
        return Arrays.stream(places).reduce(0, (sum, h) -> sum * MOST_HOSTS + h);
    }

    /** Only memory and rules bind here: CPU and vCPUs are plenty. */
    private static void expand(CompactCluster compact, int[] places, ArrayDeque<int[]> open, BitSet seen) {
        var free = new double[compact.hostCount];
        Arrays.fill(free, HOST_GIB * 1024);
        for (var u = 0; u < places.length; u++) {
            free[places[u]] -= compact.memory[u];
        }
        for (var u = 0; u < places.length; u++) {
            for (var h = 0; h < compact.hostCount; h++) {
                if (h != places[u] && compact.memory[u] <= free[h] && compact.rules.allow(u, h, places)) {
                    var next = places.clone();
                    next[u] = h;
                    if (!seen.get(number(next))) {
                        seen.set(number(next));
                        open.add(next);
                    }
                }
            }
        }
    }

    private static Host host(int index) {
        return new Host(
                new HostId(new UUID(1, index)),
                "h" + index,
                new Host.Capacity(8, new Megahertz(10_000), Mebibytes.ofGibibytes(HOST_GIB), 10_000),
                Host.Reach.NOTHING_SPECIAL,
                "",
                PowerState.ON,
                PowerModel.ofLine(100, 300));
    }

    private static Vm vm(int index, int host, long gib) {
        return new Vm(
                new VmId(new UUID(2, index)),
                "v" + index,
                new HostId(new UUID(1, host)),
                Vm.Cpu.of(1, new Megahertz(1_000)),
                Vm.Memory.of(Mebibytes.ofGibibytes(gib)),
                Vm.Needs.NOTHING_SPECIAL,
                true,
                0);
    }
}
