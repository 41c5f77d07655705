package io.atoll.ha.engine;

import io.atoll.ha.facts.Beat;
import io.atoll.ha.facts.Fence;
import io.atoll.ha.facts.FreshRead;
import io.atoll.ha.facts.HostCapabilities;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.lease.BootId;
import io.atoll.ha.lease.Channel;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.lease.HolderLease;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.proof.Evidence;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A host that renews its lease as long as it lives and its channels do, and lives by the real holder's rule. */
final class FakeHost {
    private static final long LATENCY = 10_000_000L;

    final World world;
    final String name;
    final HostId id;
    int gib = 16;
    HostState state = HostState.READY;
    boolean powered = true;
    boolean zookeeperCut;
    boolean storageCut;
    boolean slotUnreadable;
    boolean guestNetworkUp = true;
    boolean capabilitiesKnown = true;
    BootId boot;
    long beatSequence = 1;
    long beatVersion = 1;
    long slotSequence = 1;
    Slot.State slotState = Slot.State.HOLDING;
    long fenceVersion = 1;
    boolean fenceRaised;
    boolean freshReadWanted;

    @Nullable
    FreshRead freshRead;

    final List<Evidence> evidence = new ArrayList<>();
    private HolderLease lease = HolderLease.notHeld(LeaseTiming.TWO_CHANNELS);
    private long lastRenewalNanos;

    FakeHost(World world, String name) {
        this.world = world;
        this.name = name;
        id = new HostId(World.idOf(name));
        boot = new BootId(World.idOf(name + " boot"));
        lastRenewalNanos = world.now;
        lease.begin(world.now, world.now + LATENCY);
    }

    /** Loses its power: nothing runs any more. */
    void dies() {
        powered = false;
    }

    /** Starts again with another boot id; its VMs are gone, which it says at once. */
    void boots() {
        powered = true;
        boot = new BootId(new UUID(boot.value().getMostSignificantBits() + 1, 5));
        lease = HolderLease.notHeld(LeaseTiming.TWO_CHANNELS);
        world.vms.values().forEach(vm -> vm.hostBooted(this));
    }

    boolean fenced(long version) {
        return fenceRaised && fenceVersion == version;
    }

    void raiseFence() {
        fenceRaised = true;
        fenceVersion++;
    }

    void live() {
        if (freshReadWanted) {
            freshReadWanted = false;
            var slots = new TreeMap<PoolId, Look<Slot>>();
            slots.put(World.POOL, slotLook(world.now - LATENCY));
            freshRead = new FreshRead(world.now - LATENCY, slots);
        }
        if (powered && world.now - lastRenewalNanos >= World.SECOND) {
            lastRenewalNanos = world.now;
            renew();
        }
        if (powered && lease.verdict(world.now) == HolderLease.Verdict.KILL) {
            world.vms.values().forEach(vm -> vm.killedOn(this));
        }
    }

    private void renew() {
        var seen = world.now + LATENCY;
        if (!zookeeperCut && fenceRaised) {
            lease.revoke();
            world.vms.values().forEach(vm -> vm.killedOn(this));
            fenceRaised = false;
            fenceVersion++;
        }
        if (!zookeeperCut) {
            beatSequence++;
            beatVersion++;
            if (!lease.counted(Channel.ZOOKEEPER, world.now, seen)) {
                lease.begin(world.now, seen);
            }
        }
        if (!storageCut) {
            slotSequence++;
            lease.counted(Channel.STORAGE, world.now, seen);
        }
    }

    boolean holds() {
        return powered && lease.verdict(world.now) != HolderLease.Verdict.KILL;
    }

    boolean seesOwners() {
        return holds() && !zookeeperCut && !fenceRaised;
    }

    private Look<Slot> slotLook(long startNanos) {
        return slotUnreadable
                ? new Look.Failed<>()
                : new Look.Seen<>(
                        new Slot(new ChannelValue(boot, slotSequence, LeaseTiming.TWO_CHANNELS.lease()), slotState),
                        startNanos,
                        world.now);
    }

    WatchedHost watched() {
        var slots = new TreeMap<PoolId, Look<Slot>>();
        slots.put(World.POOL, slotLook(world.now - LATENCY));
        var beat = new Beat(new ChannelValue(boot, beatSequence, LeaseTiming.TWO_CHANNELS.lease()), beatVersion);
        return new WatchedHost(
                id,
                name,
                new WatchedHost.Channels(new Look.Seen<>(beat, world.now - LATENCY, world.now), slots, freshRead),
                new Fence(fenceRaised, fenceVersion),
                evidence,
                capabilitiesKnown ? new HostCapabilities(new TreeSet<>(List.of(World.POOL)), guestNetworkUp) : null,
                state);
    }
}
