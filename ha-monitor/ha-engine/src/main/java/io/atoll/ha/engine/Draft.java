package io.atoll.ha.engine;

import io.atoll.ha.facts.HaFacts;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.ha.timeline.TimedEntry;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One step while it is being made: what was remembered, what is seen, and what comes of it. */
final class Draft {
    /** A decision whose effect does not show is made again after this. */
    static final long AGAIN_AFTER_NANOS = 1_000_000_000L;

    /** A story that never ends, of a VM that fails every half hour, must not outgrow its node. */
    private static final int MOST_ENTRIES = 2_000;

    final HaFacts facts;
    final long now;
    final SortedMap<HostId, HostWatch> hosts;
    final SortedMap<VmId, VmWatch> vms;
    final SortedMap<IncidentId, Incident> incidents;
    final SortedMap<String, Long> alarmsAsked;
    HaState.Plans plans;
    final List<HaDecision> decisions = new ArrayList<>();

    Draft(HaState state, HaFacts facts, long now) {
        this.facts = facts;
        this.now = now;
        hosts = new TreeMap<>(state.hosts());
        vms = new TreeMap<>(state.vms());
        incidents = new TreeMap<>(state.incidents());
        alarmsAsked = new TreeMap<>(state.alarmsAskedNanos());
        plans = state.plans();
        hosts.keySet().retainAll(facts.hosts().keySet());
        vms.keySet().retainAll(facts.vms().keySet());
    }

    HaStep finished() {
        return new HaStep(new HaState(hosts, vms, incidents, alarmsAsked, plans), decisions);
    }

    /** Whether this agent leads, and can write what it decides. */
    boolean leads() {
        return facts.leadership().leads() && facts.leadership().zookeeperAnswers();
    }

    /** Whether it may also touch hosts and VMs. */
    boolean mayAct() {
        return leads() && facts.settings().armed();
    }

    HostWatch host(HostId id) {
        return hosts.getOrDefault(id, HostWatch.NEW);
    }

    HostStanding standing(HostId id) {
        return host(id).standing().how();
    }

    VmWatch vm(WatchedVm vm) {
        return vms.getOrDefault(vm.id(), VmWatch.of(vm.owner(), now));
    }

    boolean due(@Nullable Long lastNanos) {
        return lastNanos == null || now - lastNanos >= AGAIN_AFTER_NANOS;
    }

    /** Whether VMs may be started there. */
    boolean eligible(WatchedHost host) {
        var watch = host(host.id());
        return switch (watch.standing().how()) {
            case ALIVE, STORAGE_LOST -> wanted(host.state()) && !host.fence().raised() && !watch.quarantined(now);
            case UNKNOWN, ISOLATED, SILENT, FENCED -> false;
        };
    }

    /** What HA sees with its own eyes is newer than whether the manager reaches the host. */
    static boolean wanted(HostState state) {
        return switch (state) {
            case READY, DISCONNECTED, FAILED -> true;
            case ENTERING_MAINTENANCE, MAINTENANCE -> false;
        };
    }

    SortedSet<HostId> eligibleHosts() {
        var eligible = new TreeSet<HostId>();
        facts.hosts().values().stream().filter(this::eligible).forEach(host -> eligible.add(host.id()));
        return eligible;
    }

    void tell(@Nullable IncidentId incident, TimelineEntry entry) {
        if (incident == null) {
            return;
        }
        var old = incidents.getOrDefault(incident, Incident.NEW);
        if (old.entries().size() >= MOST_ENTRIES) {
            return;
        }
        var entries = new ArrayList<>(old.entries());
        entries.add(new TimedEntry(now, entry));
        incidents.put(incident, new Incident(entries, null, old.appendedNanos()));
    }

    /** Tells it unless the story has exactly this already. */
    void tellOnce(@Nullable IncidentId incident, TimelineEntry entry) {
        if (incident != null
                && incidents.getOrDefault(incident, Incident.NEW).entries().stream()
                        .noneMatch(told -> told.entry().equals(entry))) {
            tell(incident, entry);
        }
    }

    void keep(SortedMap<VmId, Found> found, Object room) {
        plans = new HaState.Plans(found, room);
    }
}
