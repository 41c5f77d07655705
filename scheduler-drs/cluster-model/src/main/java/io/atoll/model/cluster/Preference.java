package io.atoll.model.cluster;

import io.atoll.model.VmId;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A should-rule: the plan keeps it where that costs less than it is worth. Its weight is what one misplaced VM costs, counted
 * in migrations: with weight 3, up to three usual migrations are made to put one VM right.
 */
public sealed interface Preference {
    double USUAL_WEIGHT = 3;

    /** Of one that must hold and that no {@link Rule} can say: far more migrations than anything else is worth. */
    double BINDING_WEIGHT = 1e5;

    String name();

    SortedSet<VmId> vms();

    double weight();

    /** Whether it must hold. */
    default boolean isBinding() {
        return weight() >= BINDING_WEIGHT;
    }

    /** A rule that should hold. */
    record Should(Rule rule, double weight) implements Preference {
        public Should {
            checked(rule.name(), weight);
        }

        @Override
        public String name() {
            return rule.name();
        }

        @Override
        public SortedSet<VmId> vms() {
            return rule.vms();
        }
    }

    /**
     * The VMs are spread evenly over zones, so that the loss of one takes no more than its part of them.
     *
     * @param label which label of hosts names the zone: "rack", "room"
     */
    record SpreadOverZones(String name, SortedSet<VmId> vms, String label, double weight) implements Preference {
        public SpreadOverZones {
            vms = SortedValues.copyOf(vms);
            checked(name, weight);
        }
    }

    /**
     * No host, or no zone, holds more than a share of the VMs: the blast radius of its loss.
     *
     * @param label which label of hosts names the zone; null: every host is a zone of its own
     * @param mostShare above 0, up to 1; one VM is always allowed
     */
    record BlastRadius(
            String name, SortedSet<VmId> vms, @Nullable String label, double mostShare, double weight)
            implements Preference {
        public BlastRadius {
            vms = SortedValues.copyOf(vms);
            checked(name, weight);
            if (!(mostShare > 0 && mostShare <= 1)) {
                throw new IllegalArgumentException(
                        "The share of preference %s (%s) must be above 0, up to 1.".formatted(name, mostShare));
            }
        }
    }

    private static void checked(String name, double weight) {
        if (!(weight > 0 && weight <= 1e6)) {
            throw new IllegalArgumentException(
                    "The weight of preference %s (%s) must be above 0, up to 1e6.".formatted(name, weight));
        }
    }
}
