package io.atoll.manager.dpm.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.dpm.internal.DpmSettingsChanges;
import io.atoll.manager.dpm.internal.DpmViews;
import io.atoll.manager.dpm.internal.DpmViews.View;
import io.atoll.manager.dpm.internal.book.SpanStore;
import io.atoll.manager.dpm.internal.book.SpanStore.SpanView;
import io.atoll.manager.dpm.internal.energy.SavingsViews;
import io.atoll.manager.dpm.internal.energy.SavingsViews.Savings;
import io.atoll.manager.dpm.internal.round.DpmRoundView;
import io.atoll.manager.dpm.internal.round.DpmRounds;
import io.atoll.manager.dpm.internal.settings.DpmSettingsDraft;
import io.atoll.manager.dpm.internal.settings.DpmSettingsDraft.HoursDraft;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Power saving of a cluster. */
@RestController
@Tag(name = "dpm")
class DpmController {
    private final DpmSettingsChanges settings;
    private final DpmViews views;
    private final SavingsViews savings;
    private final SpanStore spans;
    private final DpmRounds rounds;

    DpmController(
            DpmSettingsChanges settings, DpmViews views, SavingsViews savings, SpanStore spans, DpmRounds rounds) {
        this.settings = settings;
        this.views = views;
        this.savings = savings;
        this.spans = spans;
        this.rounds = rounds;
    }

    record HoursBody(
            @Nullable List<@Nullable String> days,

            @Schema(example = "18:00") @Nullable String from,
            @Schema(example = "07:00") @Nullable String to) {}

    record SpecBody(
            @Schema(allowableValues = {"OFF", "RECOMMEND", "APPLY"}) @Nullable
            String mode,

            @Nullable Integer lowPercent,
            @Nullable Integer highPercent,
            @Nullable Integer wakeMinutes,
            @Nullable Integer parkMinutes,
            @Nullable Integer minimumUpMinutes,
            @Nullable Integer spareHosts,
            @Nullable String timeZone,
            @Nullable List<@Nullable HoursBody> schedule,
            @Nullable List<@Nullable String> excludedHostIds) {}

    record DpmBody(@Nullable SpecBody spec) {
        DpmSettingsDraft draft() {
            if (spec == null) {
                return DpmSettingsDraft.NOTHING;
            }
            return new DpmSettingsDraft(
                    spec.mode,
                    spec.lowPercent,
                    spec.highPercent,
                    spec.wakeMinutes,
                    spec.parkMinutes,
                    spec.minimumUpMinutes,
                    spec.spareHosts,
                    spec.timeZone,
                    spec.schedule == null ? null : hours(spec.schedule),
                    spec.excludedHostIds);
        }

        /** A missing one says nothing, which is refused by its place. */
        private static List<@Nullable HoursDraft> hours(List<@Nullable HoursBody> schedule) {
            var drafts = new ArrayList<@Nullable HoursDraft>();
            for (var one : schedule) {
                drafts.add(one == null ? new HoursDraft(null, null, null) : new HoursDraft(one.days, one.from, one.to));
            }
            return drafts;
        }
    }

    @GetMapping("/api/v1/clusters/{id}/dpm")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getDpm", summary = "How a cluster saves power, and what the last round found")
    View get(@PathVariable UUID id) {
        return views.of(new ClusterId(id));
    }

    @PatchMapping("/api/v1/clusters/{id}/dpm")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateDpm", summary = "Set how a cluster saves power")
    View update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody DpmBody request) {
        settings.change(new ClusterId(id), new IfMatch(ifMatch), request.draft());
        return views.of(new ClusterId(id));
    }

    @PostMapping("/api/v1/clusters/{id}/dpm/actions/run")
    @RequiresPermission(Permission.HOST_POWER)
    @OutsideTransaction(because = "the scheduler may think for seconds")
    @Operation(operationId = "runDpm", summary = "Look at the cluster now instead of at the next full minute")
    View run(@PathVariable UUID id) {
        var cluster = new ClusterId(id);
        views.requireThere(cluster);
        rounds.look(cluster);
        return views.of(cluster);
    }

    @GetMapping("/api/v1/clusters/{id}/dpm/rounds")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listDpmRounds", summary = "What each round found, newest first")
    Page<DpmRoundView> rounds(@PathVariable UUID id, PageRequest page) {
        return views.rounds(new ClusterId(id), page);
    }

    @GetMapping("/api/v1/clusters/{id}/dpm/savings")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getDpmSavings",
            summary = "Energy that hosts drew and that was saved by their sleep, hour by hour",
            description =
                    "`from` and `to` are times such as 2026-05-04T03:02:01Z; without them, the last day; at most 400 days.")
    Savings savings(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        views.requireThere(new ClusterId(id));
        return savings.of(new ClusterId(id), savings.range(from, to));
    }

    @GetMapping("/api/v1/clusters/{id}/dpm/history")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getDpmHistory",
            summary = "When hosts slept or were on their way; otherwise they were awake",
            description =
                    "`from` and `to` are times such as 2026-05-04T03:02:01Z; without them, the last day; at most 400 days.")
    List<SpanView> history(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        views.requireThere(new ClusterId(id));
        var range = savings.range(from, to);
        return spans.between(new ClusterId(id), range.from(), range.to());
    }
}
