package io.atoll.manager.drs.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.drs.DrsMode;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes how clusters are balanced. */
@Service
@Transactional
public class DrsSettingsChanges {
    private final SettingsStore settings;
    private final RecommendationStore recommendations;
    private final Inventory inventory;
    private final DrsViews views;
    private final Events events;
    private final Clock clock;

    DrsSettingsChanges(
            SettingsStore settings,
            RecommendationStore recommendations,
            Inventory inventory,
            DrsViews views,
            Events events,
            Clock clock) {
        this.settings = settings;
        this.recommendations = recommendations;
        this.inventory = inventory;
        this.views = views;
        this.events = events;
        this.clock = clock;
    }

    /** What is to be changed of the settings; null: left as it is. */
    public record SettingsPatch(
            @Nullable String mode,
            @Nullable Integer level,
            @Nullable Integer coolDownMinutes,
            @Nullable Integer patienceMinutes) {}

    public void change(ClusterId id, IfMatch ifMatch, SettingsPatch patch) {
        var cluster = require(id);
        var before = settings.lock(id, clock.instant());
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = new DrsSettings(
                id,
                before.revision(),
                check.choice("spec.mode", patch.mode, DrsMode.class, before.mode()),
                patch.level == null ? before.level() : check.range("spec.level", patch.level, 1, 5),
                patch.coolDownMinutes == null
                        ? before.coolDownMinutes()
                        : check.range(
                                "spec.coolDownMinutes",
                                patch.coolDownMinutes,
                                0,
                                DrsSettings.LONGEST_COOL_DOWN_MINUTES),
                patch.patienceMinutes == null
                        ? before.patienceMinutes()
                        : check.range(
                                "spec.patienceMinutes",
                                patch.patienceMinutes,
                                0,
                                DrsSettings.LONGEST_PATIENCE_MINUTES));
        check.done();
        if (!after.equals(before)) {
            settings.save(after.revised(), clock.instant());
            if (after.mode() == DrsMode.OFF) {
                withdraw(id);
            }
            var view = views.of(id);
            events.publish("drs", id.toString(), cluster.name(), view.revision(), Change.CHANGED, view);
        }
    }

    private void withdraw(ClusterId id) {
        recommendations
                .undecided(id)
                .forEach(one ->
                        recommendations.ended(one.id(), RecommendationState.EXPIRED, "DRS was switched off.", ""));
    }

    private Cluster require(ClusterId id) {
        return inventory
                .cluster(id)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id)));
    }
}
