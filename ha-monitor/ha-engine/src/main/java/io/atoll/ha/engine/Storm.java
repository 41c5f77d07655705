package io.atoll.ha.engine;

import io.atoll.model.HostState;
import java.time.Duration;

/**
 * The storm guard: how many hosts look dead at once, and whether these are too many for time to be a proof.
 *
 * @param silent hosts that show no sign of life, with those that were taken over a moment ago
 * @param all hosts that are expected to show one
 */
record Storm(int silent, int all, boolean tooMany) {
    /** Hosts of one storm fall silent within a window of each other, and the first ones must not be forgotten meanwhile. */
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(60).toNanos();

    static Storm in(Draft draft) {
        var settings = draft.facts.settings();
        var silent = 0;
        var all = 0;
        for (var host : draft.facts.hosts().values()) {
            var watch = draft.host(host.id());
            var fenced = watch.standing().how() == HostStanding.FENCED;
            var lately = draft.now - watch.standing().sinceNanos() < REMEMBERED_NANOS;
            if (host.state() == HostState.MAINTENANCE || watch.beat().value() == null || (fenced && !lately)) {
                continue;
            }
            all++;
            if (fenced || watch.suspect(draft.now, settings.timing())) {
                silent++;
            }
        }
        return new Storm(
                silent, all, silent > 1 && silent * 100L > settings.patience().stormPercent() * (long) all);
    }
}
