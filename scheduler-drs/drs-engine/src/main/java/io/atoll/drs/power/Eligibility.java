package io.atoll.drs.power;

import io.atoll.drs.power.HostPower.Share;
import io.atoll.drs.power.HostPower.State;
import io.atoll.model.HostId;
import io.atoll.model.cluster.PowerState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What speaks against the sleep of a host, seen for itself. */
final class Eligibility {
    private static final double PERCENT = 100;

    private final Look look;

    Eligibility(Look look) {
        this.look = look;
    }

    /** Whether anybody would ask why it is not asleep. */
    boolean isAwake(HostId id) {
        return switch (look.facts(id).state()) {
            case State.Awake _, State.Parking _ -> true;
            case State.Asleep _, State.Waking _, State.Away _ -> false;
        };
    }

    /** Null: nothing does. */
    @Nullable
    WhyAwake whyNot(HostId id) {
        var facts = look.facts(id);
        if (facts.excluded()) {
            return new WhyAwake.Excluded();
        }
        if (facts.held()) {
            return new WhyAwake.Held();
        }
        return switch (facts.state()) {
            case State.Parking(var since) -> new WhyAwake.BeingParked(since);
            case State.Awake(var since) -> {
                var control = whyNotByControl(id, facts.control());
                if (control != null) {
                    yield control;
                }
                yield facts.stayingVmNames().isEmpty()
                        ? whyNotYet(facts, since)
                        : new WhyAwake.VmsNeverMoved(facts.stayingVmNames());
            }
            case State.Asleep _, State.Waking _, State.Away _ -> new WhyAwake.NotInService();
        };
    }

    /** Whether it is known not to be above the band, over either window. */
    boolean isBelowHigh(HostId id) {
        var use = look.facts(id).use();
        var newest = use.overWakeWindow();
        var lasting = use.overParkWindow();
        return newest != null && lasting != null && Math.max(newest.most(), lasting.most()) <= look.high();
    }

    private @Nullable WhyAwake whyNotByControl(HostId id, HostPower.Control control) {
        if (!control.exists()) {
            return new WhyAwake.NoPowerControl();
        }
        if (look.host(id).state() != PowerState.ON) {
            return new WhyAwake.NotInService();
        }
        return control.wakeProven() ? null : new WhyAwake.NeverWoken();
    }

    private @Nullable WhyAwake whyNotYet(HostPower facts, Instant since) {
        var windows = look.settings.windows();
        var times = look.settings.times();
        if (!times.allow(look.now)) {
            return new WhyAwake.NotAtThisTime(times.nextStart(look.now));
        }
        var end = times.end(look.now);
        if (end != null && end.isBefore(look.now.plus(windows.horizon()))) {
            return new WhyAwake.NotAtThisTime(times.nextStart(end));
        }
        var up = over(since, windows.minimumUp());
        if (up.isAfter(look.now)) {
            return new WhyAwake.MinimumUp(up);
        }
        var steady = look.past.steadySince();
        var window = later(over(since, windows.park()), over(steady == null ? look.now : steady, windows.park()));
        if (window.isAfter(look.now)) {
            return new WhyAwake.WindowNotOver(window, windows.park());
        }
        return whyNotByUse(facts.use().overWakeWindow(), facts.use().overParkWindow());
    }

    private @Nullable WhyAwake whyNotByUse(@Nullable Share newest, @Nullable Share lasting) {
        var windows = look.settings.windows();
        if (lasting == null) {
            return new WhyAwake.SamplesMissing(windows.park());
        }
        if (newest == null) {
            return new WhyAwake.SamplesMissing(windows.wake());
        }
        if (lasting.most() >= look.low()) {
            return inBand(lasting, windows.park());
        }
        return newest.most() > look.high() ? inBand(newest, windows.wake()) : null;
    }

    private WhyAwake inBand(Share use, Duration window) {
        return new WhyAwake.InBand(
                PERCENT * use.cpu(),
                PERCENT * use.memory(),
                look.settings.band().lowPercent(),
                window);
    }

    /** When this time is over; what is said to begin in the future begins now. */
    private Instant over(Instant since, Duration time) {
        return (since.isAfter(look.now) ? look.now : since).plus(time);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
