package io.atoll.manager.vm.web;

import io.atoll.manager.api.DryRun;
import io.atoll.manager.api.DryRun.Violation;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.placement.PlacementPlan;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.vm.internal.VmDraft;
import io.atoll.manager.vm.internal.VmPowerRequests;
import io.atoll.manager.vm.internal.VmService;
import io.atoll.manager.vm.internal.policy.MigrationForecasts;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What creating, starting or moving a VM would come to now: the ranked hosts, or everything that stands in the way. */
@Component
class VmDryRuns {
    private final VmService vms;
    private final VmPowerRequests power;
    private final MigrationForecasts forecasts;

    VmDryRuns(VmService vms, VmPowerRequests power, MigrationForecasts forecasts) {
        this.vms = vms;
        this.power = power;
        this.forecasts = forecasts;
    }

    DryRun<PlacementPlan> create(NamingPatch name, VmDraft draft, Caller caller) {
        return tried(() -> vms.considerCreate(name, draft));
    }

    DryRun<PlacementPlan> start(VmId id, @Nullable HostId wish) {
        return tried(() -> power.considerStart(id, wish));
    }

    DryRun<MigrationPlan> migrate(VmId id, @Nullable HostId wish, @Nullable Integer pauseLimitMs) {
        var placed = tried(() -> power.considerMigration(id, wish));
        var plan = placed.plan();
        return new DryRun<>(
                placed.wouldSucceed(),
                placed.violations(),
                plan == null
                        ? null
                        : new MigrationPlan(
                                plan.ranked(),
                                plan.refused(),
                                plan.chosenHostId(),
                                forecasts
                                        .of(id, pauseLimitMs == null ? 0 : pauseLimitMs)
                                        .orElse(null)));
    }

    /** What is wrong with the input or with who asks is an error here too; the state of things is a violation. */
    private static DryRun<PlacementPlan> tried(Supplier<PlacementReport> decision) {
        try {
            var report = decision.get();
            var plan = PlacementPlan.of(report);
            var violations = report.hostId() == null
                    ? List.of(new Violation(ErrorCode.PLACEMENT_NO_HOST.name(), report.reason(), List.of()))
                    : List.<Violation>of();
            return new DryRun<>(violations.isEmpty(), violations, plan);
        } catch (AtollException e) {
            if (e.code().status() != 409) {
                throw e;
            }
            var violation = new Violation(e.code().name(), String.valueOf(e.getMessage()), e.causes());
            return new DryRun<>(false, List.of(violation), null);
        }
    }
}
