package io.atoll.manager.vm.web;

import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.vm.internal.policy.MigrationForecasts;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a VM would move, and what that is expected to take, as the plan of a dry run.
 *
 * @param chosenHostId null: no host fits
 * @param forecast null: nobody has measured the VM lately
 */
record MigrationPlan(
        List<PlacementReport.Ranked> ranked,
        List<PlacementReport.Refused> refused,
        @Nullable UUID chosenHostId,
        MigrationForecasts.@Nullable View forecast) {}
