package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.api.Naming;
import io.atoll.model.ClusterId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule as people wrote it.
 *
 * @param hosts for {@link Kind#VM_HOST}: which hosts
 * @param zoneLabel for {@link Kind#ZONE_SPREAD} and {@link Kind#BLAST_RADIUS}: the label of hosts that names their zone; null:
 *     every host is a zone of its own
 * @param maxSharePercent for {@link Kind#BLAST_RADIUS}: the most of the VMs that one zone may hold
 */
public record PlacementRule(
        UUID id,
        Naming naming,
        long revision,
        Instant createdAt,
        ClusterId clusterId,
        Kind kind,
        Enforcement enforcement,
        boolean enabled,
        Members vms,
        Members hosts,
        @Nullable String zoneLabel,
        @Nullable Integer maxSharePercent) {
    /** What a rule is about. Names are API. */
    public enum Kind {
        /** All on one host. */
        KEEP_TOGETHER,
        /** No two on one host. */
        KEEP_APART,
        /** On these hosts, or never there. */
        VM_HOST,
        /** Evenly over zones. */
        ZONE_SPREAD,
        /** No zone, or no host, holds more than a share. */
        BLAST_RADIUS
    }

    /** How much it counts. Names are API. */
    public enum Enforcement {
        /** No decision breaks it. */
        MUST,
        /** It is kept where that costs little. */
        SHOULD,
        /** No decision puts these VMs on these hosts. */
        MUST_NOT
    }

    /** Objects by their ids, or by their labels. */
    public record Members(List<UUID> ids, @Nullable LabelSelector selector) {
        public static final Members NONE = new Members(List.of(), null);

        public Members {
            ids = List.copyOf(ids);
        }

        public boolean include(UUID id, Map<String, String> labels) {
            return selector == null ? ids.contains(id) : selector.matches(labels);
        }

        public boolean isNobody() {
            return ids.isEmpty() && selector == null;
        }
    }

    public String name() {
        return naming.name();
    }

    public PlacementRule named(Naming newNaming) {
        return new PlacementRule(
                id,
                newNaming,
                revision,
                createdAt,
                clusterId,
                kind,
                enforcement,
                enabled,
                vms,
                hosts,
                zoneLabel,
                maxSharePercent);
    }

    /** Whether decisions must keep it. */
    public boolean isBinding() {
        return enabled && enforcement != Enforcement.SHOULD;
    }
}
