package io.atoll.manager.vm.internal.sync;

import io.atoll.agent.v1.VmReport;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * The newest report of every VM on every connected host, in the memory of the leader. Knows three answers about a host: it
 * runs the VM so, it does not have it, and nobody knows because the host is not connected.
 */
@Component
public class ReportBook {
    /** For so long the host's news may still be from before a command that it has answered already. */
    private static final Duration CROSSING = Duration.ofSeconds(5);

    private final Map<HostId, Map<VmId, Entry>> connected = new HashMap<>();
    private final Set<HostId> silent = new HashSet<>();
    private final Map<HostId, Map<VmId, Learned>> learned = new HashMap<>();

    /** What a command answered; {@code at} is when, by {@link System#nanoTime}. */
    private record Learned(VmReport report, long at) {
        boolean isFresh() {
            return System.nanoTime() - at < CROSSING.toNanos();
        }
    }

    /** One report. {@code owner} says whether ZooKeeper named the reporting host the VM's owner. */
    public record Entry(HostId host, VmReport report, VmClaim claim) {
        public ReportedState state() {
            return ReportedState.of(report);
        }

        public VmEpoch epoch() {
            return new VmEpoch(report.getEpoch());
        }
    }

    /** What is known of a host's link. */
    public enum Presence {
        CONNECTED,
        /** It was tried and did not answer. */
        SILENT,
        /** Nothing is known yet: this manager has just begun to lead. */
        NOT_HEARD_YET
    }

    public synchronized Presence presence(HostId host) {
        if (connected.containsKey(host)) {
            return Presence.CONNECTED;
        }
        return silent.contains(host) ? Presence.SILENT : Presence.NOT_HEARD_YET;
    }

    public synchronized Optional<Entry> entry(HostId host, VmId vm) {
        return Optional.ofNullable(connected.getOrDefault(host, Map.of()).get(vm));
    }

    /** VMs of which a process is on the host by its last word, guests that only wait included; empty: it is not heard. */
    public synchronized Optional<SortedSet<VmId>> processesOn(HostId host) {
        return Optional.ofNullable(connected.get(host)).map(vms -> {
            var found = new TreeSet<VmId>();
            vms.forEach((vm, entry) -> {
                if (entry.state().runs() || entry.state() == ReportedState.INCOMING) {
                    found.add(vm);
                }
            });
            return found;
        });
    }

    /** Reports of hosts on which a process of the VM is running, by host. */
    public synchronized Map<HostId, Entry> running(VmId vm) {
        var running = new TreeMap<HostId, Entry>();
        connected.forEach((host, vms) -> {
            var entry = vms.get(vm);
            if (entry != null && entry.state().runs()) {
                running.put(host, entry);
            }
        });
        return running;
    }

    /**
     * Everything a host has; answers all VMs about which something may have changed.
     *
     * @param clockMs the host's clock when it said so: a VM it has answered for since then is not missing
     */
    synchronized Set<VmId> replace(HostId host, Collection<ReportedVm> vms, long clockMs) {
        var affected = new TreeSet<VmId>(connected.getOrDefault(host, Map.of()).keySet());
        var entries = new HashMap<VmId, Entry>();
        for (var vm : vms) {
            var entry = newest(host, vm);
            var id = VmId.parse(entry.report().getVmId());
            entries.put(id, entry);
            affected.add(id);
        }
        learned.getOrDefault(host, Map.of()).forEach((id, answer) -> {
            if (answer.isFresh() && answer.report().getSinceMs() > clockMs && !entries.containsKey(id)) {
                entries.put(id, new Entry(host, answer.report(), VmClaim.OWNER));
                affected.add(id);
            }
        });
        connected.put(host, entries);
        silent.remove(host);
        return affected;
    }

    synchronized void put(HostId host, ReportedVm vm) {
        connected
                .computeIfAbsent(host, _ -> new HashMap<>())
                .put(VmId.parse(vm.report().getVmId()), newest(host, vm));
    }

    /** What the host reports, unless it is from before what it has answered to a command. */
    private Entry newest(HostId host, ReportedVm vm) {
        var answers = learned.getOrDefault(host, Map.of());
        var id = VmId.parse(vm.report().getVmId());
        var answer = answers.get(id);
        if (answer == null) {
            return new Entry(host, vm.report(), vm.claim());
        }
        if (answer.isFresh() && vm.report().getSinceMs() < answer.report().getSinceMs()) {
            return new Entry(host, answer.report(), vm.claim());
        }
        answers.remove(id);
        return new Entry(host, vm.report(), vm.claim());
    }

    /**
     * Takes what a command answered, which may be known before the host's own news: otherwise a VM that has just started
     * would look as if its host did not have it, and one that has just stopped as if it ran again. Older than what is known
     * already, it is dropped.
     */
    public synchronized void learn(HostId host, VmReport report) {
        var id = VmId.parse(report.getVmId());
        var answers = learned.computeIfAbsent(host, _ -> new HashMap<>());
        answers.values().removeIf(answer -> !answer.isFresh());
        answers.put(id, new Learned(report, System.nanoTime()));
        var vms = connected.get(host);
        if (vms == null) {
            return;
        }
        var known = vms.get(id);
        if (known == null || known.report().getSinceMs() <= report.getSinceMs()) {
            vms.put(id, new Entry(host, report, known == null ? VmClaim.OWNER : known.claim()));
        }
    }

    synchronized void remove(HostId host, VmId vm) {
        connected.getOrDefault(host, new HashMap<>()).remove(vm);
        learned.getOrDefault(host, new HashMap<>()).remove(vm);
    }

    /** Nothing is known of the host's VMs any more; answers of which something was. */
    synchronized Set<VmId> silenced(HostId host) {
        var known = connected.remove(host);
        learned.remove(host); // what it says when it is back is newer, or it has lost everything
        silent.add(host);
        return known == null ? Set.of() : known.keySet();
    }

    /** For a new term of leadership: what the last one heard may be old. */
    synchronized void clear() {
        connected.clear();
        learned.clear();
        silent.clear();
    }
}
