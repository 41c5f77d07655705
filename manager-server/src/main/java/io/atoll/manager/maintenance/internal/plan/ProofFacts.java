package io.atoll.manager.maintenance.internal.plan;

import io.atoll.manager.maintenance.internal.book.Evidence;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that is known of a host that should be empty.
 *
 * @param names of VMs, for sentences
 * @param skipped VMs that somebody chose to leave on it
 * @param owned VMs that ZooKeeper says it owns
 * @param reported VMs of which its agent has a process; empty: the agent is not heard
 * @param counted VMs that the database has on it, or on their way to it
 * @param tasks other tasks that are at work on it
 * @param poolsOfItsOwn storage pools with VMs' disks that no other host reaches
 * @param zookeeper what switching it off would do to ZooKeeper; empty: nothing
 */
public record ProofFacts(
        SortedMap<VmId, String> names,
        SortedSet<VmId> skipped,
        SortedSet<VmId> owned,
        Optional<SortedSet<VmId>> reported,
        SortedSet<VmId> counted,
        List<String> tasks,
        List<String> poolsOfItsOwn,
        Optional<String> zookeeper) {
    private static final int MOST_NAMED = 5;

    public ProofFacts {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        skipped = Collections.unmodifiableSortedSet(new TreeSet<>(skipped));
        owned = Collections.unmodifiableSortedSet(new TreeSet<>(owned));
        counted = Collections.unmodifiableSortedSet(new TreeSet<>(counted));
        tasks = List.copyOf(tasks);
        poolsOfItsOwn = List.copyOf(poolsOfItsOwn);
    }

    /** Whether everybody has left who was to leave: what is found is at most what somebody chose to leave. */
    public boolean isEmptied() {
        return skipped.containsAll(owned)
                && reported.map(there -> skipped.containsAll(there)).orElse(false)
                && skipped.containsAll(counted)
                && tasks.isEmpty();
    }

    /** Each part of the proof, whatever it says. */
    public List<Evidence> evidence(Instant now) {
        return List.of(
                new Evidence(
                        "owners",
                        owned.isEmpty(),
                        owned.isEmpty()
                                ? "ZooKeeper names it as the owner of no VM."
                                : "ZooKeeper names it as the owner of " + named(owned) + ".",
                        now),
                agent(now),
                new Evidence(
                        "inventory",
                        counted.isEmpty(),
                        counted.isEmpty()
                                ? "No VM is counted on it or promised to it."
                                : "The manager counts " + named(counted) + " on it.",
                        now),
                new Evidence(
                        "tasks",
                        tasks.isEmpty(),
                        tasks.isEmpty()
                                ? "No task is at work on it."
                                : "At work on it: " + String.join(", ", tasks) + ".",
                        now),
                new Evidence(
                        "storage",
                        poolsOfItsOwn.isEmpty(),
                        poolsOfItsOwn.isEmpty()
                                ? "Every storage pool that VMs use is reached by another host."
                                : "No other host reaches " + String.join(", ", poolsOfItsOwn)
                                        + ": VMs with disks there cannot run while this host is off.",
                        now),
                new Evidence(
                        "zookeeper",
                        zookeeper.isEmpty(),
                        zookeeper.orElse("ZooKeeper keeps its majority without it."),
                        now));
    }

    private Evidence agent(Instant now) {
        return reported.map(there -> new Evidence(
                        "agent",
                        there.isEmpty(),
                        there.isEmpty()
                                ? "Its agent answers and has no process of a VM."
                                : "Its agent has a process of " + named(there) + ".",
                        now))
                .orElseGet(() ->
                        new Evidence("agent", false, "Its agent is not heard, so nobody says what runs there.", now));
    }

    private String named(SortedSet<VmId> vms) {
        var first = vms.stream()
                .limit(MOST_NAMED)
                .map(vm -> names.getOrDefault(vm, vm.toString()))
                .collect(Collectors.joining(", "));
        return vms.size() > MOST_NAMED ? "%s and %d more".formatted(first, vms.size() - MOST_NAMED) : first;
    }
}
