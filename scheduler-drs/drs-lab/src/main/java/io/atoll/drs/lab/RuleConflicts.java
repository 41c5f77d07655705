package io.atoll.drs.lab;

import io.atoll.drs.lab.RawInstance.RawRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds rules that can never hold together, wherever VMs are. */
final class RuleConflicts {
    private final RawInstance raw;
    /** VMs that keep-together rules join, as a forest: each points towards the one that stands for its group. */
    private final Map<String, String> leaders = new HashMap<>();

    private RuleConflicts(RawInstance raw) {
        this.raw = raw;
    }

    static void check(RawInstance raw, Set<String> hosts) {
        if (!raw.rules.isEmpty()) {
            var conflicts = new RuleConflicts(raw);
            conflicts.joinGroups();
            conflicts.checkApart();
            conflicts.checkHosts(hosts);
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
            at = next;
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

    private void checkHosts(Set<String> hosts) {
        var allowed = new HashMap<String, Set<String>>();
        for (var i = 0; i < raw.rules.size(); i++) {
            var rule = raw.rules.get(i);
            if ("vm-host".equals(rule.kind)) {
                for (var vm : rule.vmIds) {
                    var left = allowed.computeIfAbsent(leader(vm), _ -> new HashSet<>(hosts));
                    if (rule.negate) {
                        rule.hostIds.forEach(left::remove);
                    } else {
                        left.retainAll(new HashSet<>(rule.hostIds));
                    }
                    if (left.isEmpty()) {
                        throw conflict(i, rule, "together with other rules leaves no host for " + BadInput.quote(vm));
                    }
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
