package io.atoll.manager.dpm.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.dpm.DpmMode;
import io.atoll.manager.dpm.internal.book.RecommendationBook;
import io.atoll.manager.dpm.internal.settings.DpmSettingsChange;
import io.atoll.manager.dpm.internal.settings.DpmSettingsDraft;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.model.ClusterId;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes how a cluster saves power, and tells of it. */
@Service
@Transactional
public class DpmSettingsChanges {
    private final DpmSettingsChange change;
    private final RecommendationBook recommendations;
    private final DpmViews views;
    private final Events events;

    DpmSettingsChanges(DpmSettingsChange change, RecommendationBook recommendations, DpmViews views, Events events) {
        this.change = change;
        this.recommendations = recommendations;
        this.views = views;
        this.events = events;
    }

    /** Hosts that sleep when it is switched off are woken by the next round. */
    public void change(ClusterId id, IfMatch ifMatch, DpmSettingsDraft draft) {
        views.requireThere(id);
        change.make(id, ifMatch, draft).ifPresent(after -> {
            if (after.mode() == DpmMode.OFF) {
                recommendations.withdraw(id, "Power saving was switched off.");
            }
            var view = views.of(id);
            events.publish("dpm", id.toString(), "", view.revision(), Change.CHANGED, view);
        });
    }
}
