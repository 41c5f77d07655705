package io.atoll.ha.engine;

import io.atoll.model.HostState;
import java.time.Duration;
import java.util.function.Predicate;

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
        return of(
                draft, watch -> watch.suspect(draft.now, draft.facts.settings().timing()));
    }

    /**
     * Where many hosts are alone at once, ZooKeeper is what failed, and nobody is to stop for it. Counted as early as a beat can be
     * missed, so that the first of many is not told to stop before the others are noticed.
     */
    static Storm ofLonely(Draft draft) {
        return of(
                draft,
                watch -> watch.beat().suspect(draft.now, draft.facts.settings().timing()));
    }

    private static Storm of(Draft draft, Predicate<HostWatch> missing) {
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
            if (fenced || missing.test(watch)) {
                silent++;
            }
        }
        return new Storm(
                silent, all, silent > 1 && silent * 100L > settings.patience().stormPercent() * (long) all);
    }
}
