package io.atoll.drs.lab;

import io.atoll.drs.lab.RawInstance.RawRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds rules that can never hold together, wherever VMs are. */
final class RuleConflicts {
    private final RawInstance raw;
    private final Map<String, Integer> hostIndex = new HashMap<>();
    /** VMs that keep-together rules join, as a forest: each points towards the one that stands for its group. */
    private final Map<String, String> leaders = new HashMap<>();
    /** The hosts that rules leave to a group of VMs, by its leader; absent: all. */
    private final Map<String, BitSet> hostsLeft = new HashMap<>();

    private RuleConflicts(RawInstance raw, Set<String> hosts) {
        this.raw = raw;
        hosts.forEach(host -> hostIndex.put(host, hostIndex.size()));
    }

    static void check(RawInstance raw, Set<String> hosts) {
        if (!raw.rules.isEmpty()) {
            var conflicts = new RuleConflicts(raw, hosts);
            conflicts.joinGroups();
            conflicts.checkApart();
            conflicts.checkHosts();
            conflicts.checkRoomApart();
        }
    }

    private void joinGroups() {
        for (var rule : raw.rules) {
            if ("affinity".equals(rule.kind)) {
                for (var vm : rule.vmIds) {
                    leaders.put(leader(vm), leader(rule.vmIds.getFirst()));
                }
            }
        }
    }

    private String leader(String vm) {
        var at = vm;
        while (true) {
            var next = leaders.get(at);
            if (next == null || next.equals(at)) {
                return at;
            }
            // The way gets shorter for the next who asks.
            var afterNext = leaders.getOrDefault(next, next);
            leaders.put(at, afterNext);
            at = afterNext;
        }
    }

    private void checkApart() {
        for (var i = 0; i < raw.rules.size(); i++) {
            var rule = raw.rules.get(i);
            if ("anti-affinity".equals(rule.kind)) {
                var seen = new HashMap<String, String>();
                for (var vm : new HashSet<>(rule.vmIds)) {
                    var other = seen.put(leader(vm), vm);
                    if (other != null) {
                        throw conflict(
                                i,
                                rule,
                                "keeps %s and %s apart, but affinity rules keep them together"
                                        .formatted(BadInput.quote(other), BadInput.quote(vm)));
                    }
                }
            }
        }
    }

    private void checkHosts() {
        for (var i = 0; i < raw.rules.size(); i++) {
            var rule = raw.rules.get(i);
            var allowed = allowed(rule);
            for (var vm : allowed == null ? List.<String>of() : rule.vmIds) {
                var left = hostsLeft.computeIfAbsent(leader(vm), _ -> all());
                left.and(allowed);
                if (left.isEmpty()) {
                    throw conflict(i, rule, "together with other rules leaves no host for " + BadInput.quote(vm));
                }
            }
        }
    }

    /** The hosts where the rule lets its VMs be; null: it says nothing about hosts. */
    private @Nullable BitSet allowed(RawRule rule) {
        return switch (rule.kind) {
            case "vm-host" -> {
                var named = bits(rule.hostIds);
                if (rule.negate) {
                    named.flip(0, hostIndex.size());
                }
                yield named;
            }
            case "among" -> {
                var ref = rule.hostGroupsRef;
                var groups = rule.hostGroups == null ? raw.hostGroups.get(ref) : rule.hostGroups;
                var inSome = new BitSet();
                groups.forEach(group -> inSome.or(bits(group)));
                yield inSome;
            }
            default -> null;
        };
    }

    private BitSet all() {
        var all = new BitSet();
        all.set(0, hostIndex.size());
        return all;
    }

    private BitSet bits(Collection<String> hosts) {
        var bits = new BitSet();
        hosts.forEach(host -> bits.set(hostIndex.getOrDefault(host, 0)));
        return bits;
    }

    /** So many VMs that are kept apart need at least so many hosts. */
    private void checkRoomApart() {
        for (var i = 0; i < raw.rules.size(); i++) {
            var rule = raw.rules.get(i);
            if ("anti-affinity".equals(rule.kind)) {
                var vms = new HashSet<>(rule.vmIds);
                var hosts = new BitSet();
                for (var vm : vms) {
                    hosts.or(hostsLeft.getOrDefault(leader(vm), all()));
                    if (hosts.cardinality() >= vms.size()) {
                        break;
                    }
                }
                if (hosts.cardinality() < vms.size()) {
                    throw conflict(
                            i,
                            rule,
                            "keeps %d VMs apart, but the hosts and other rules leave only %d hosts for them"
                                    .formatted(vms.size(), hosts.cardinality()));
                }
            }
        }
    }

    private static BadInput conflict(int index, RawRule rule, String what) {
        var place = "rules[%d]".formatted(index);
        List<String> words = new ArrayList<>();
        words.add(place);
        if (rule.id != null) {
            words.add("(" + BadInput.quote(rule.id) + ")");
        }
        words.add(what + ".");
        return new BadInput(ErrorCode.INCONSISTENT, place, String.join(" ", words));
    }
}
