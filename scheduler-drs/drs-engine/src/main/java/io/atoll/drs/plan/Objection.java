package io.atoll.drs.plan;

import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in the way of a VM on a host: the constraint that binds, with its figures. {@link #kind} is for programs and never
 * changes; {@link #text} is a sentence in English whose subject is the host.
 */
public sealed interface Objection {
    /** The host is not on; the plan does not wake it for this. */
    record NotOn(PowerState state) implements Objection {}

    /** The host is being emptied, so nobody may come. */
    record BeingEmptied() implements Objection {}

    /** The VM must not be migrated, wherever to. */
    record Pinned(String hostName) implements Objection {}

    /** More VMs must move at once than may touch one host. */
    record TooManyTogether(int vmCount, int limit) implements Objection {
        String figures() {
            return vmCount + " VMs must move together, but only " + limit + " may migrate at once";
        }
    }

    /** What the VM needs and cannot find there: ids of pools and networks, names of CPU features; empty lists where nothing is missing. */
    record OutOfReach(List<String> pools, List<String> networks, List<String> cpuFeatures) implements Objection {
        public OutOfReach {
            pools = List.copyOf(pools);
            networks = List.copyOf(networks);
            cpuFeatures = List.copyOf(cpuFeatures);
        }

        String figures() {
            return lacking(pools, networks, cpuFeatures);
        }
    }

    /** There is too little of something, within the limit that is set for hosts. */
    record Shortage(Resource resource, double needed, double free) implements Objection {
        /** How much would have to be freed there; more than what is needed where the host is above its limit already. */
        public double missing() {
            return Math.max(0, needed - free);
        }

        /** Needed and free; a host that is above its limit has nothing free, and says by how much it is. */
        String figures() {
            var text = Figures.whole(needed) + " " + resource.unit() + " needed, ";
            return free < 0
                    ? text + "none free and " + Figures.whole(-free) + " above its limit already"
                    : text + Figures.whole(free) + " free";
        }
    }

    /** Another VM that the rule keeps apart is there. */
    record KeptApart(String ruleName, String otherVmName) implements Objection {}

    /** Another VM that the rule keeps together with this one is elsewhere. */
    record KeptTogether(String ruleName, String otherVmName, String otherHostName) implements Objection {}

    /** The rule names the hosts where the VM may be, or may not be. */
    record RuledOut(String ruleName) implements Objection {}

    /** The rule wants all its VMs within one group of hosts, and another one is outside of every group of this host. */
    record OutsideGroup(String ruleName, String otherVmName) implements Objection {}

    /** The resource pool has given away its memory. */
    record PoolFull(String poolName, double neededMib, double inUseMib, double limitMib) implements Objection {
        String figures() {
            return "resource pool " + poolName + " has " + Figures.whole(inUseMib) + " of " + Figures.whole(limitMib)
                    + " MiB in use, and " + Figures.whole(neededMib) + " more are needed";
        }
    }

    /**
     * If so many hosts failed, the largest that are on, the others together would have too little memory.
     *
     * @param neededMib memory of all VMs on hosts that are on, with those that would come
     * @param roomMib memory that VMs may use on the hosts that remain
     */
    record SpareLost(int hostCount, double neededMib, double roomMib) implements Objection {}

    /** If that host failed, its VMs would find no room on the others: memory, processors, network and rules counted. */
    record NotSurvived(String failedHostName) implements Objection {}

    /** Stable name, for programs. */
    default String kind() {
        return switch (this) {
            case NotOn _ -> "not-on";
            case BeingEmptied _ -> "being-emptied";
            case Pinned _ -> "pinned";
            case TooManyTogether _ -> "too-many-together";
            case OutOfReach _ -> "out-of-reach";
            case Shortage(var resource, var _, var _) ->
                switch (resource) {
                    case MEMORY -> "memory";
                    case CPU -> "cpu";
                    case VCPUS -> "vcpus";
                    case NETWORK -> "network";
                };
            case KeptApart _ -> "kept-apart";
            case KeptTogether _ -> "kept-together";
            case RuledOut _ -> "ruled-out";
            case OutsideGroup _ -> "outside-group";
            case PoolFull _ -> "resource-pool";
            case SpareLost _, NotSurvived _ -> "spare";
        };
    }

    default String text() {
        return switch (this) {
            case NotOn(var state) ->
                switch (state) {
                    case ON -> "is on";
                    case STANDBY -> "is not on: it sleeps";
                    case MAINTENANCE -> "is not on: it is in maintenance";
                    case UNREACHABLE -> "does not answer";
                    case UNWATCHED -> "cannot be watched";
                    case HELD_BACK -> "is held back";
                    case FAILED -> "is not on: it has failed";
                };
            case BeingEmptied _ -> "is being emptied";
            case Pinned(var host) -> "cannot be reached: the VM must not be migrated, and is on " + host;
            case TooManyTogether together -> "cannot be reached: " + together.figures();
            case OutOfReach lacking -> "lacks " + lacking.figures();
            case Shortage shortage -> "has " + shortage.resource.tooLittle() + ": " + shortage.figures();
            case KeptApart(var rule, var other) -> "has " + other + ", and rule " + rule + " keeps the two apart";
            case KeptTogether(var rule, var other, var host) ->
                "is not " + host + ", where rule " + rule + " keeps it together with " + other;
            case RuledOut(var rule) -> "is ruled out by rule " + rule;
            case OutsideGroup(var rule, var other) ->
                "is not in one group with " + other + ", as rule " + rule + " demands";
            case PoolFull full -> "is not the limit: " + full.figures();
            case SpareLost(var count, var needed, var room) ->
                "would leave too little to spare: without the largest "
                        + (count == 1 ? "host" : Figures.count(count, "host")) + ", " + Figures.whole(needed)
                        + " MiB of VMs would have to fit into " + Figures.whole(room) + " MiB";
            case NotSurvived(var failed) ->
                "would leave too little to spare: if " + failed + " failed, its VMs would find no room elsewhere";
        };
    }

    private static String lacking(List<String> pools, List<String> networks, List<String> features) {
        var parts = new ArrayList<String>();
        if (!pools.isEmpty()) {
            parts.add((pools.size() == 1 ? "the storage pool " : "the storage pools ") + String.join(", ", pools));
        }
        if (!networks.isEmpty()) {
            parts.add((networks.size() == 1 ? "the network " : "the networks ") + String.join(", ", networks));
        }
        if (!features.isEmpty()) {
            parts.add((features.size() == 1 ? "the CPU feature " : "the CPU features ") + String.join(", ", features));
        }
        return String.join(" and ", parts);
    }
}
