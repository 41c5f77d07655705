package io.atoll.ha.sim.scenario;

import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.sim.cluster.HostNode;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.cluster.Story;
import io.atoll.ha.sim.cluster.Variant;
import io.atoll.ha.sim.fault.Nemesis;
import io.atoll.ha.sim.world.Dice;

/** Plays a scenario. */
public final class ScenarioRun {
    private final Scenario scenario;
    private final SimCluster cluster;

    /** What an end of a link is. */
    public enum Kind {
        HOST,
        SERVER,
        POOL
    }

    /** An end of a link, by number within its kind. */
    public record End(Kind kind, int index) {}

    /** What a deed may use. */
    public record Hands(SimCluster cluster, Nemesis nemesis, ManagerHands manager) {
        void link(End from, End to, boolean cut) {
            nemesis.link(number(from), number(to), cut);
            cluster.tell("link", "%s from %s to %s".formatted(cut ? "cut" : "mended", name(from), name(to)));
        }

        private int number(End end) {
            return switch (end.kind()) {
                case HOST -> end.index();
                case SERVER -> cluster.zookeeperEnd(end.index());
                case POOL -> cluster.poolEnd(end.index());
            };
        }

        private String name(End end) {
            return switch (end.kind()) {
                case HOST -> cluster.hostName(end.index());
                case SERVER -> "zk" + (end.index() + 1);
                case POOL -> cluster.plan.pools().get(end.index());
            };
        }

        void guestNetwork(int host, boolean up) {
            cluster.tell(cluster.hostName(host), "guest network " + (up ? "up" : "down"));
            var there = cluster.hosts.get(host);
            there.setGuestNetwork(up);
            var node = cluster.nodes.hosts.get(host);
            var old = node.committed().value();
            if (old != null) {
                cluster.zookeeper.seed(node, new HostNode(there.capabilities(), old.state()));
            }
        }
    }

    /** What a manager can be asked for. */
    public interface ManagerHands {
        void start(int vm, int host);

        void stop(int vm);

        void migrate(int vm, int to);

        void maintenance(int host, boolean on);

        void arm(boolean armed);
    }

    public ScenarioRun(Scenario scenario, Story story) {
        this(scenario, new SchedulerPlacement(), story);
    }

    ScenarioRun(Scenario scenario, RestartPlacement placement, Story story) {
        this.scenario = scenario;
        cluster = new SimCluster(scenario.plan(), Variant.CORRECT, placement, new Dice(scenario.seed()), story);
    }

    public ScenarioResult play() {
        for (var host : cluster.hosts) {
            if (!host.plan.startsOff()) {
                cluster.events.at(0, host::powerOn);
            }
        }
        var hands = new Hands(cluster, new Nemesis(cluster), new ManagerDesk(cluster));
        for (var happening : scenario.happenings()) {
            cluster.events.at(happening.atNs(), () -> happening.deed().happen(hands));
        }
        cluster.events.runUntil(scenario.runNs());
        return ScenarioResult.of(cluster);
    }
}
