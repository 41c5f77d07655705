package io.atoll.drs.lab;

import java.util.List;

/** Whether an objective has the lists of hosts that its kind needs, and no others. */
final class ObjectiveMembers {
    private ObjectiveMembers() {}

    static void check(RawInstance raw) {
        checkElsewhere(raw, "evacuateHostIds", raw.evacuateHostIds, "evacuate");
        checkElsewhere(raw, "deadHostIds", raw.deadHostIds, "restart");
        if (raw.kind.equals("evacuate") && raw.evacuateHostIds.isEmpty()) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    "objective.evacuateHostIds",
                    "objective.evacuateHostIds is missing or empty; for evacuate it should name the hosts to empty.");
        }
        if (raw.kind.equals("restart") && raw.deadHostIds.isEmpty() && !someHostFails(raw)) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    "objective.deadHostIds",
                    "objective.deadHostIds is missing or empty, and no host is in the state failed; for restart it should name"
                            + " the hosts that died. To start VMs that have no host, ask place.");
        }
    }

    private static void checkElsewhere(RawInstance raw, String member, List<String> hosts, String kind) {
        if (!hosts.isEmpty() && !raw.kind.equals(kind)) {
            throw new BadInput(
                    ErrorCode.INCONSISTENT,
                    "objective." + member,
                    "objective.%s names hosts (%s first), but objective.kind is %s; leave it out, or ask %s."
                            .formatted(member, BadInput.quote(hosts.getFirst()), BadInput.quote(raw.kind), kind));
        }
    }

    private static boolean someHostFails(RawInstance raw) {
        return raw.hosts.stream().anyMatch(host -> host.state.equals("failed"))
                || raw.changes.stream().anyMatch(change -> change.kind.equals("host-dies"));
    }
}
