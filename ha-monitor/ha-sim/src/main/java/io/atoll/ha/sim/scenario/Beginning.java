package io.atoll.ha.sim.scenario;

import io.atoll.ha.sim.cluster.Ids;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Refuses clusters that could not be there at the beginning: hosts with more VMs than fit, rules that nobody can keep. */
final class Beginning {
    private final List<String> hostNames;
    private final List<String> vmNames;

    Beginning(List<String> hostNames, List<String> vmNames) {
        this.hostNames = hostNames;
        this.vmNames = vmNames;
    }

    /** A rule and the line that declares it. */
    record Declared(Rule rule, int line) {}

    /** A VM that runs when the scenario begins, and the line that declares it. */
    record Running(String name, int host, long memoryMib, int line) {}

    void requireRoom(int host, long memoryMib, List<Running> running) {
        var used = 0L;
        for (var vm : running) {
            if (vm.host() != host) {
                continue;
            }
            used += vm.memoryMib();
            if (used > memoryMib) {
                throw new ScenarioError(
                        vm.line(),
                        "With VM %s the VMs that start on host %s have %d MiB of memory; the host has %d MiB. Start it elsewhere, or make the host larger."
                                .formatted(vm.name(), hostNames.get(host), used, memoryMib));
            }
        }
    }

    void requirePossible(List<Declared> rules) {
        for (var later = 0; later < rules.size(); later++) {
            var rule = rules.get(later);
            for (var earlier : rules.subList(0, later)) {
                requireNoClash(earlier.rule(), rule);
            }
            requireAHost(rules.subList(0, later + 1));
        }
    }

    private void requireNoClash(Rule earlier, Declared later) {
        SortedSet<VmId> apart;
        SortedSet<VmId> together;
        if (earlier instanceof Rule.KeepApart one && later.rule() instanceof Rule.KeepTogether other) {
            apart = one.vms();
            together = other.vms();
        } else if (earlier instanceof Rule.KeepTogether one && later.rule() instanceof Rule.KeepApart other) {
            apart = other.vms();
            together = one.vms();
        } else {
            return;
        }
        var both = new TreeSet<>(apart);
        both.retainAll(together);
        if (both.size() > 1) {
            throw new ScenarioError(
                    later.line(),
                    "Rules %s and %s cannot both be kept: one keeps %s apart, the other together. Take one of them away."
                            .formatted(earlier.name(), later.rule().name(), names(both)));
        }
    }

    /** Of the last rule: each of its VMs must be left a host by it and those before it. */
    private void requireAHost(List<Declared> rules) {
        var last = rules.getLast();
        for (var vm : last.rule().vms()) {
            var left = new TreeSet<HostId>();
            for (var host = 0; host < hostNames.size(); host++) {
                left.add(Ids.host(host));
            }
            var concerned = rules.stream()
                    .map(Declared::rule)
                    .filter(rule -> rule.vms().contains(vm))
                    .toList();
            for (var rule : concerned) {
                if (rule instanceof Rule.OnlyOn only) {
                    left.retainAll(only.hosts());
                } else if (rule instanceof Rule.NeverOn never) {
                    left.removeAll(never.hosts());
                }
            }
            if (left.isEmpty()) {
                throw new ScenarioError(
                        last.line(),
                        "Rule %s leaves VM %s no host%s. Name other hosts, or take a rule away."
                                .formatted(last.rule().name(), vmNames.get(Ids.indexOf(vm)), beside(concerned)));
            }
        }
    }

    private static String beside(List<Rule> concerned) {
        return concerned.size() < 2
                ? ""
                : " beside "
                        + concerned.subList(0, concerned.size() - 1).stream()
                                .map(Rule::name)
                                .collect(Collectors.joining(", "));
    }

    private String names(SortedSet<VmId> vms) {
        return vms.stream().map(vm -> vmNames.get(Ids.indexOf(vm))).collect(Collectors.joining(", "));
    }
}
