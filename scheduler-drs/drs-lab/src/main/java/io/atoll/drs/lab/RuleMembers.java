package io.atoll.drs.lab;

import io.atoll.drs.lab.RawInstance.RawRule;
import io.atoll.model.cluster.Host;
import java.util.Set;
import java.util.TreeSet;

/** Whether each rule has the members that its kind needs, a name of its own, and a label that some host has. */
final class RuleMembers {
    private static final int MOST_LABELS_NAMED = 10;

    private RuleMembers() {}

    static void check(RawInstance raw) {
        var labels = labels(raw);
        var ids = new TreeSet<String>();
        for (var i = 0; i < raw.rules.size(); i++) {
            var place = "rules[%d]".formatted(i);
            var rule = raw.rules.get(i);
            if (rule.id != null && !ids.add(InstanceBuilder.id(rule.id, place + ".id"))) {
                throw Names.twice(place + ".id", rule.id);
            }
            checkVms(rule, place);
            checkHosts(rule, place);
            if (rule.kind.equals("spread") || rule.kind.equals("blast-radius")) {
                checkLabel(rule, labels, place + ".label");
            }
        }
    }

    private static void checkVms(RawRule rule, String place) {
        if (!rule.vmIdsGiven) {
            throw InstanceBuilder.missing(place + ".vmIds", "the list of the VMs it is about");
        }
    }

    private static void checkHosts(RawRule rule, String place) {
        if (rule.kind.equals("vm-host") && !rule.hostIdsGiven) {
            throw InstanceBuilder.missing(place + ".hostIds", "the list of the hosts it is about");
        }
        if (rule.kind.equals("among") && rule.hostGroups == null && rule.hostGroupsRef < 0) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    place + ".hostGroups",
                    ("%s.hostGroups and hostGroupsRef are both missing; it should have either lists of hosts, or the index of"
                                    + " such lists in hostGroups of the instance.")
                            .formatted(place));
        }
    }

    private static void checkLabel(RawRule rule, Set<String> labels, String place) {
        if (rule.label != null && !labels.contains(rule.label)) {
            var known = labels.stream()
                    .limit(MOST_LABELS_NAMED)
                    .map(BadInput::quote)
                    .toList();
            throw new BadInput(
                    ErrorCode.INCONSISTENT,
                    place,
                    "%s is %s, a label that no host has in its zones; %s."
                            .formatted(
                                    place,
                                    BadInput.quote(rule.label),
                                    known.isEmpty()
                                            ? "no host has any, so give them zones"
                                            : "labels they have are " + String.join(", ", known)));
        }
    }

    private static Set<String> labels(RawInstance raw) {
        var labels = new TreeSet<String>();
        for (var host : raw.hosts) {
            labels.addAll(host.zones.keySet());
            if (!host.zone.isEmpty()) {
                labels.add(Host.ZONE);
            }
        }
        return labels;
    }
}
