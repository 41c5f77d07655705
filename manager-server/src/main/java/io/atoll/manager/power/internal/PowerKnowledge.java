package io.atoll.manager.power.internal;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.metrics.LiveSamples;
import io.atoll.manager.metrics.LiveSamples.HostSample;
import io.atoll.manager.power.PowerFacts;
import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.internal.HostPowerStore.Control;
import io.atoll.manager.power.internal.StoredPower.Seen;
import io.atoll.manager.power.internal.draw.DrawStore;
import io.atoll.manager.power.internal.draw.Draws;
import io.atoll.manager.power.internal.draw.Measured;
import io.atoll.manager.power.internal.draw.WattsByLoad;
import io.atoll.manager.power.internal.wake.WakeBook;
import io.atoll.manager.power.internal.wake.WakeStore;
import io.atoll.model.HostId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what is known of hosts' power, from the database and the newest samples; asks nobody. */
@Component
class PowerKnowledge {
    private final HostPowerStore store;
    private final DrawStore draws;
    private final WakeStore wakes;
    private final LiveSamples samples;
    private final Clock clock;
    private final Duration longestValid;

    PowerKnowledge(
            HostPowerStore store,
            DrawStore draws,
            WakeStore wakes,
            LiveSamples samples,
            Clock clock,
            PowerProperties properties) {
        this.store = store;
        this.draws = draws;
        this.wakes = wakes;
        this.samples = samples;
        this.clock = clock;
        this.longestValid = properties.measuredValid();
    }

    /** One host's, with what it is drawn from. */
    record Known(PowerFacts facts, WakeBook wakes, @Nullable WattsByLoad set) {}

    Known of(Host host) {
        return Objects.requireNonNull(of(List.of(host)).get(host.id()));
    }

    SortedMap<HostId, Known> of(Collection<Host> hosts) {
        var ids = hosts.stream().map(Host::id).toList();
        var controls = store.controls(ids);
        var measured = draws.measured(ids);
        var set = draws.set(ids);
        var books = wakes.books(ids);
        var now = clock.instant();
        var all = new TreeMap<HostId, Known>();
        for (var host : hosts) {
            var id = host.id();
            var book = books.getOrDefault(id, WakeBook.EMPTY);
            all.put(id, known(host, controls.get(id), measured.get(id), set.get(id), book, now));
        }
        return all;
    }

    private Known known(
            Host host,
            @Nullable Control control,
            @Nullable Measured measured,
            @Nullable WattsByLoad set,
            WakeBook book,
            Instant now) {
        var seen = state(host.link(), control == null ? null : control.seen());
        var state = seen == null ? State.UNKNOWN : seen.state();
        var used = samples.host(host.id()).map(HostSample::cpuUsedMillicores).orElse(null);
        var draw = Draws.of(
                new Draws.Known(state, measured, set, used, host.facts().cpuCount()), now, longestValid);
        var facts = new PowerFacts(
                host.id(),
                control == null ? null : control.kind(),
                state,
                seen == null ? null : seen.at(),
                control == null ? book.judge(null, Instant.EPOCH) : book.judge(control.kind(), control.configuredAt()),
                draw,
                set == null ? null : set.model());
        return new Known(facts, book, set);
    }

    /** A host that is heard is on; one that was confirmed off is off until it is heard again. Null: nobody can tell. */
    static @Nullable Seen state(Host.Link link, @Nullable Seen seen) {
        if (link.phase() == HostPhase.READY) {
            return new Seen(State.ON, "The host's agent is heard.", link.since());
        }
        var heard = link.lastSeenAt();
        boolean off = seen != null
                && seen.state() == State.OFF
                && (heard == null || !seen.at().isBefore(heard));
        return off ? seen : null;
    }
}
