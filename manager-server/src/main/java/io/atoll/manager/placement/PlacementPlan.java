package io.atoll.manager.placement;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a VM would run, as the plan of a dry run; no host is chosen where none fits. */
public record PlacementPlan(
        List<PlacementReport.Ranked> ranked,
        List<PlacementReport.Refused> refused,
        @Nullable UUID chosenHostId) {
    public static PlacementPlan of(PlacementReport report) {
        return new PlacementPlan(report.ranked(), report.refused(), report.hostId());
    }
}
