package io.atoll.ha.sim.cluster;

import io.atoll.ha.facts.VmReport;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.proof.Evidence;
import io.atoll.ha.sim.agent.MigrationOrder;
import io.atoll.ha.sim.world.ZkView;
import io.atoll.ha.sim.world.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The nodes in ZooKeeper that the protocol knows (ha-monitor/docs/0001-protocol.md), by number of host and VM. */
public final class Nodes {
    public final List<Znode<ChannelValue>> beats = new ArrayList<>();
    public final List<Znode<HostNode>> hosts = new ArrayList<>();
    public final List<Znode<FenceNode>> fences = new ArrayList<>();
    public final List<Znode<List<Evidence>>> evidence = new ArrayList<>();
    public final List<Znode<ReleaseOrder>> orders = new ArrayList<>();
    public final List<Znode<String>> presences = new ArrayList<>();
    public final List<Znode<OwnerNode>> owners = new ArrayList<>();
    public final List<Znode<VmReport>> states = new ArrayList<>();
    public final List<Znode<MigrationOrder>> migrations = new ArrayList<>();
    /** Holds the id of the session that has it. */
    public final Znode<Long> latch = new Znode<>("ha/leader/latch");

    public final Znode<Long> leaderEpoch = new Znode<>("ha/leader/epoch");
    public final Znode<Boolean> armed = new Znode<>("ha/settings");

    /** Raised alarms: text by key. */
    public final Znode<SortedMap<String, String>> alarms = new Znode<>("ha/alarms");

    public SortedMap<String, String> alarmsIn(ZkView view) {
        var raised = view.get(alarms).value();
        return raised == null ? new TreeMap<>() : raised;
    }

    Nodes(int hostCount, int vmCount) {
        for (var host = 0; host < hostCount; host++) {
            beats.add(new Znode<>("hosts/" + (host + 1) + "/beat"));
            hosts.add(new Znode<>("hosts/" + (host + 1) + "/ha"));
            fences.add(new Znode<>("fences/" + (host + 1)));
            evidence.add(new Znode<>("ha/evidence/" + (host + 1)));
            orders.add(new Znode<>("ha/orders/" + (host + 1)));
            presences.add(new Znode<>("hosts/" + (host + 1) + "/alive"));
        }
        for (var vm = 0; vm < vmCount; vm++) {
            migrations.add(new Znode<>("vms/" + (vm + 1) + "/migration"));
            owners.add(new Znode<>("vms/" + (vm + 1) + "/owner"));
            states.add(new Znode<>("vms/" + (vm + 1) + "/state"));
        }
    }
}
