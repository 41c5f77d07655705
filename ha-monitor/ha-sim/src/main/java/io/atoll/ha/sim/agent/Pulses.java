package io.atoll.ha.sim.agent;

import io.atoll.ha.guest.GuestPulse;
import io.atoll.ha.sim.host.Qemu;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the agents in the guests of this host, as the production agent does; an answer takes no time here. */
final class Pulses {
    private final AgentLife life;
    private final Duration limit;
    private final @Nullable Pulse[] pulses;

    /** Of one run of a guest. */
    private record Pulse(Qemu qemu, GuestPulse pulse, long askedLocalNs) {}

    Pulses(AgentLife life, Duration limit, int vms) {
        this.life = life;
        this.limit = limit;
        pulses = new Pulse[vms];
    }

    /** Called with each look at a guest that runs; whether it counts as silent. */
    boolean isSilent(Qemu qemu) {
        var now = life.localNs();
        var known = pulses[qemu.vm()];
        if (known == null || known.qemu != qemu) {
            known = new Pulse(qemu, GuestPulse.unheard(now), now);
        }
        var pulse = known.pulse;
        var asked = known.askedLocalNs;
        if (life.host.cgroup.isFrozen()) {
            pulse = pulse.heldUntil(now);
        } else if (now - asked >= GuestPulse.askEvery(limit).toNanos()) {
            pulse = qemu.answers() ? pulse.answers(now) : pulse.doesNotAnswer(now, limit);
            asked = now;
        }
        pulses[qemu.vm()] = new Pulse(qemu, pulse, asked);
        return pulse.isSilent(limit);
    }
}
