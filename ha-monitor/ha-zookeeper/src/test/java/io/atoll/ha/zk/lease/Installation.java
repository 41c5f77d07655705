package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.LeaderEpochs;
import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.OwnerChange;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.data.Stat;

/** The nodes of one installation for a test: hosts, VMs and an HA leader. */
public final class Installation {
    public static final ClusterId CLUSTER = new ClusterId(new UUID(3, 1));
    private static final int AT_ONCE = 32;
    private static final AtomicLong MADE = new AtomicLong();
    private final ZookeeperConnection connection;

    public Installation(ZookeeperConnection connection) {
        this.connection = connection;
        connection.createLayout();
        new HaSettings(connection).write(ClusterHaSettings.usual(CLUSTER, new TreeMap<>()));
    }

    public HostId host() {
        var host = new HostId(new UUID(0, MADE.incrementAndGet()));
        new HostRegistry(connection).admit(host);
        return host;
    }

    public LeaderEpoch elect() {
        return LeaderEpochs.ofAgents(connection, CLUSTER).raise(new LeaderEpoch(0));
    }

    public OwnedVm vmOn(HostId host) throws Exception {
        var vm = new VmId(new UUID(7, MADE.incrementAndGet()));
        var change = new OwnerRegistry(connection).claim(vm, host, "t:0");
        return new OwnedVm(
                ((OwnerChange.Applied) change).owner(),
                version(connection.layout().owner(vm)));
    }

    /** Many at a time: each waits for the disks of most servers. */
    public List<OwnedVm> vmsOn(HostId host, int count) throws Exception {
        var vms = new ArrayList<OwnedVm>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var vm : threads.invokeAll(Collections.<Callable<OwnedVm>>nCopies(count, () -> vmOn(host)))) {
                vms.add(vm.get());
            }
        }
        return vms;
    }

    public int version(String path) throws Exception {
        var stat = new Stat();
        connection.client().getData().storingStatIn(stat).forPath(path);
        return stat.getVersion();
    }

    /** A host that beats, joined with its first beat. */
    public BeatChannel beating(HostId host, String bootId) {
        var channel = new BeatChannel(connection, host);
        if (!(channel.join(bootId) instanceof Joining.Joined)) {
            throw new IllegalStateException("Host " + host + " could not join");
        }
        return channel;
    }

    public static Beat beatOf(Renewal renewal) {
        return switch (renewal) {
            case Renewal.Acknowledged(var beat) -> beat;
            case Renewal.AcknowledgementLost(var beat) -> beat;
            case Renewal.Fenced(var fence) -> throw new AssertionError("fenced: " + fence);
            case Renewal.Failed(var reason) -> throw new AssertionError("failed: " + reason);
        };
    }
}
