package io.atoll.ha.sim.fault;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.HaSettings;
import io.atoll.ha.facts.HaSettings.Flapping;
import io.atoll.ha.facts.HaSettings.Patience;
import io.atoll.ha.facts.HaSettings.Retries;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.Protection.Isolation;
import io.atoll.ha.facts.Protection.StorageLoss;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.sim.cluster.ClusterPlan;
import io.atoll.ha.sim.cluster.ClusterPlan.HostPlan;
import io.atoll.ha.sim.cluster.ClusterPlan.VmPlan;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.Variant;
import io.atoll.ha.sim.world.Dice;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;

/** A cluster made up from a seed: small, because small ones break in the same ways and more of them fit into a night. */
final class RandomPlan {
    /** Clocks run no further from true time than this (eps in ha-monitor/docs/0001-protocol.md). */
    private static final double DRIFT = 0.005;

    private static final long HOST_MEMORY_MIB = 32_768;
    private static final long START_NS = 300_000_000L;
    /** A QEMU that starts at once leaves the protocol no time that it has not claimed. */
    private static final long HASTY_START_NS = 4_000_000L;

    private static final long FOLLOWER_POLL_NS = 750_000_000L;

    private RandomPlan() {}

    static ClusterPlan of(Dice dice, Variant variant) {
        var hostCount = dice.chance(700) ? 3 : dice.chance(600) ? 4 : 5;
        var poolCount = dice.chance(850) ? 1 : 2;
        var serverCount = dice.chance(850) ? 3 : 1;
        var serversOnHosts = dice.chance(600);
        var locks = variant == Variant.CORRECT && dice.chance(500);
        var hasty = dice.chance(600);
        var pools = new ArrayList<String>();
        for (var pool = 0; pool < poolCount; pool++) {
            pools.add("pool" + (pool + 1));
        }
        var allPools = poolCount == 1 ? List.of(0) : List.of(0, 1);
        var hosts = new ArrayList<HostPlan>();
        for (var host = 0; host < hostCount; host++) {
            var server = serversOnHosts && host < serverCount ? host : -1;
            hosts.add(new HostPlan("host" + (host + 1), 16, HOST_MEMORY_MIB, clockRate(dice), allPools, server, false));
        }
        var vms = new ArrayList<VmPlan>();
        var vmCount = (int) dice.between(2, 5);
        for (var vm = 0; vm < vmCount; vm++) {
            vms.add(vm(dice, vm, hostCount, poolCount));
        }
        var stuckWrites = locks && dice.chance(400);
        return new ClusterPlan(
                hosts,
                vms,
                pools,
                List.of(),
                serverCount,
                locks,
                stuckWrites,
                settings(),
                Duration.ofMinutes(2),
                FOLLOWER_POLL_NS,
                hasty ? HASTY_START_NS : START_NS);
    }

    private static double clockRate(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> 1 - DRIFT;
            case 1 -> 1 + DRIFT;
            case 2 -> 1;
            default -> 1 - DRIFT + 2 * DRIFT * dice.fraction();
        };
    }

    private static VmPlan vm(Dice dice, int vm, int hostCount, int poolCount) {
        var startsAfter = new TreeSet<VmId>();
        if (vm > 0 && dice.chance(150)) {
            startsAfter.add(Ids.vm(dice.below(vm)));
        }
        var protection = new Protection(
                dice.below(3),
                startsAfter,
                dice.chance(300) ? Isolation.RESTART_ELSEWHERE : Isolation.KEEP_RUNNING,
                dice.chance(400) ? StorageLoss.RESTART_ELSEWHERE : StorageLoss.KEEP_PAUSED,
                EnumSet.allOf(FailureCause.class));
        return new VmPlan(
                "vm" + (vm + 1),
                1,
                2_048,
                dice.below(poolCount),
                dice.below(hostCount),
                true,
                protection,
                300_000_000L);
    }

    /** As by default, but what takes minutes takes seconds, so that a schedule can be short. */
    private static HaSettings settings() {
        return new HaSettings(
                true,
                1,
                LeaseTiming.TWO_CHANNELS,
                new Patience(Duration.ofSeconds(4), Duration.ofSeconds(10), 4, 4, 40),
                new Retries(5, Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(30)),
                new Flapping(1_000, Duration.ofHours(1), Duration.ofSeconds(30)));
    }
}
