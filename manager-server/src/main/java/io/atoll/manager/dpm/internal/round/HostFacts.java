package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.HostPower;
import io.atoll.drs.power.HostPower.Control;
import io.atoll.drs.power.HostPower.State;
import io.atoll.drs.power.HostPower.Use;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.Trouble;
import io.atoll.manager.dpm.internal.settings.DpmSettings;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerFacts;
import io.atoll.manager.power.Wakeability;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Hosts as the scheduler for power saving wants to know them. Pure.
 *
 * @param rolling hosts of a rolling maintenance that has not ended
 * @param backSince when hosts were taken back into use last
 */
record HostFacts(
        DpmSettings settings,
        SortedMap<HostId, ParkedHost> parked,
        SortedMap<HostId, Trouble> troubles,
        SortedSet<HostId> rolling,
        SortedMap<HostId, Instant> backSince,
        SortedMap<HostId, PowerFacts> powers) {
    /** How long a host that was never seen to wake is expected to take. */
    private static final Duration UNKNOWN_WAKE_TIME = Duration.ofMinutes(5);

    /** One that sleeps counts as such, whatever its silence looks like to others. */
    io.atoll.model.cluster.Host model(io.atoll.model.cluster.Host host) {
        var own = parked.get(host.id());
        var state = own != null && own.state() == ParkedState.ASLEEP ? PowerState.STANDBY : host.state();
        return new io.atoll.model.cluster.Host(
                host.id(),
                host.name(),
                host.capacity(),
                host.reach(),
                host.zones(),
                state,
                power(host.id(), host.power()));
    }

    private PowerModel power(HostId id, PowerModel unknown) {
        var facts = powers.get(id);
        var model = facts == null ? null : facts.model();
        if (model != null) {
            return model;
        }
        var own = parked.get(id);
        var idle = own == null ? null : own.idle();
        if (idle != null) {
            return PowerModel.ofLine(idle.watts(), idle.watts());
        }
        var watts = facts == null || facts.draw().source() != PowerDraw.Source.MEASURED
                ? null
                : facts.draw().watts();
        return watts == null ? unknown : PowerModel.ofLine(watts, watts);
    }

    /** @param stayingVmNames VMs on it that are never to be moved */
    HostPower facts(Host host, Cluster live, Use use, List<String> stayingVmNames) {
        var own = parked.get(host.id());
        var seen = live.hosts().get(host.id());
        var held = own == null && seen != null && seen.state() == PowerState.MAINTENANCE;
        // It goes on taking VMs, which one that is held would not in the scheduler's eyes.
        var kept = own == null && (troubles.containsKey(host.id()) || rolling.contains(host.id()));
        return new HostPower(
                state(host, own),
                control(host.id()),
                use,
                settings.excluded().contains(host.id()) || kept,
                held,
                stayingVmNames);
    }

    private State state(Host host, @Nullable ParkedHost own) {
        if (own == null) {
            return host.isReady() ? new State.Awake(awakeSince(host)) : new State.Away();
        }
        return switch (own.state()) {
            case DRAINING -> new State.Parking(own.since());
            // An order to switch off cannot be taken back: for this round the host is nobody's.
            case SWITCHING_OFF, FAILED -> new State.Away();
            case ASLEEP -> new State.Asleep(own.since());
            case WAKING, EXITING -> new State.Waking(orderedAt(own));
        };
    }

    private static Instant orderedAt(ParkedHost own) {
        var ordered = own.waking().orderedAt();
        return ordered == null ? own.since() : ordered;
    }

    private Instant awakeSince(Host host) {
        var back = backSince.get(host.id());
        var ready = host.link().since();
        return back != null && back.isAfter(ready) ? back : ready;
    }

    private Control control(HostId id) {
        var facts = powers.get(id);
        if (facts == null || facts.kind() == null) {
            return new Control(false, false, UNKNOWN_WAKE_TIME);
        }
        return switch (facts.wakeability()) {
            case Wakeability.Wakeable(var wakeTime, var _) -> new Control(true, true, wakeTime);
            case Wakeability.NotWakeable _ -> new Control(true, false, UNKNOWN_WAKE_TIME);
        };
    }
}
