package io.atoll.drs.power;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** The facts of one round, sorted by what can be done with each host. */
final class Look {
    final Cluster cluster;
    final PowerSettings settings;
    /** Rules about zones that must hold. */
    final List<ZoneLimit> limits;

    final PowerPast past;
    final Instant now;
    /** Hosts that take VMs. */
    final SortedSet<HostId> serving = new TreeSet<>();
    /** Hosts that are being woken, and will take VMs soon. */
    final SortedSet<HostId> coming = new TreeSet<>();
    /** Hosts that can be woken, and those that can be kept from going to sleep. */
    final SortedSet<HostId> wakeable = new TreeSet<>();
    /** VMs that have a host. */
    final List<Vm> running;
    /** VMs that have none. */
    final List<Vm> waiting;

    private final SortedMap<HostId, HostPower> facts;

    /** @param past steady since when, as of this round */
    Look(
            Cluster cluster,
            SortedMap<HostId, HostPower> facts,
            List<ZoneLimit> limits,
            PowerSettings settings,
            PowerPast past,
            Instant now) {
        this.cluster = cluster;
        this.facts = facts;
        this.limits = List.copyOf(limits);
        this.settings = settings;
        this.past = past;
        this.now = now;
        running =
                cluster.vms().values().stream().filter(vm -> vm.host() != null).toList();
        waiting =
                cluster.vms().values().stream().filter(vm -> vm.host() == null).toList();
        cluster.hosts().keySet().forEach(this::sort);
    }

    private void sort(HostId id) {
        var host = facts(id);
        if (host.held()) {
            return;
        }
        switch (host.state()) {
            case HostPower.State.Awake _ -> {
                if (host(id).state() == PowerState.ON) {
                    serving.add(id);
                }
            }
            case HostPower.State.Waking _ -> {
                if (!host.isLate(now)) {
                    coming.add(id);
                }
            }
            case HostPower.State.Parking _, HostPower.State.Asleep _ -> {
                if (host.control().exists() || isParking(id)) {
                    wakeable.add(id);
                }
            }
            case HostPower.State.Away _ -> {}
        }
    }

    /** A host of which nobody said anything is awake, and out of reach. */
    HostPower facts(HostId id) {
        var known = facts.get(id);
        return known != null
                ? known
                : new HostPower(
                        new HostPower.State.Awake(now),
                        new HostPower.Control(false, false, Duration.ZERO),
                        HostPower.Use.UNKNOWN,
                        false,
                        false);
    }

    Host host(HostId id) {
        var host = cluster.hosts().get(id);
        if (host == null) {
            throw new NoSuchElementException("The cluster has no host " + id);
        }
        return host;
    }

    String name(HostId id) {
        return host(id).name();
    }

    boolean isParking(HostId id) {
        return facts(id).state() instanceof HostPower.State.Parking;
    }

    /** Hosts that take VMs, and those that will soon. */
    SortedSet<HostId> servingSoon() {
        var all = new TreeSet<>(serving);
        all.addAll(coming);
        return all;
    }

    /** The share of a host up to which it may be used. */
    double high() {
        return settings.band().highPercent() / 100;
    }

    double low() {
        return settings.band().lowPercent() / 100;
    }

    /** So many hosts are awake at least: one, and all that may fail. */
    int leastAwake() {
        return settings.spareHosts() + 1;
    }

    /** The cluster with only these hosts taking VMs. */
    Cluster withOpen(Cluster from, Set<HostId> open) {
        var hosts = new ArrayList<Host>();
        for (var host : from.hosts().values()) {
            hosts.add(
                    switch (host.state()) {
                        case ON, STANDBY -> host.in(open.contains(host.id()) ? PowerState.ON : PowerState.MAINTENANCE);
                        case MAINTENANCE, UNREACHABLE, UNWATCHED, HELD_BACK, FAILED ->
                            open.contains(host.id()) ? host.in(PowerState.ON) : host;
                    });
        }
        return from.withHosts(hosts);
    }

    /** What these hosts have together. */
    PowerPast.Demand capacity(Iterable<HostId> ids) {
        var mhz = 0.0;
        var mib = 0.0;
        for (var id : ids) {
            mhz += host(id).capacity().cpu().value();
            mib += host(id).capacity().memory().value();
        }
        return new PowerPast.Demand(mhz, mib);
    }

    List<String> names(Iterable<HostId> ids) {
        var names = new ArrayList<String>();
        ids.forEach(id -> names.add(name(id)));
        return names;
    }

    String vmName(VmId id) {
        var vm = cluster.vms().get(id);
        return vm == null ? id.toString() : vm.name();
    }

    /** What an idle host draws; where nobody has described its power, what a usual one does. */
    double idleWatts(HostId id) {
        var power = host(id).power();
        return power.wattsAt(1) > 0 ? power.wattsAt(0) : USUAL_IDLE_WATTS;
    }

    /** What the sleep of a host saves over the time that it is likely to last. */
    double savedWattHours(HostId id) {
        return idleWatts(id) * settings.policy().horizonHours();
    }

    private static final double USUAL_IDLE_WATTS = 100;
}
