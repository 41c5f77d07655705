package io.atoll.ha.sim.host;

import io.atoll.ha.facts.Slot;
import io.atoll.ha.lease.BootId;
import io.atoll.ha.lease.Channel;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.lease.HolderLease.Verdict;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.sim.world.Block;
import io.atoll.ha.sim.world.Dice;
import io.atoll.ha.sim.world.Machine;
import io.atoll.ha.sim.world.SimPool;
import io.atoll.ha.sim.world.SimProcess;
import java.util.List;

/**
 * The two enforcers of a host (rule H2): they write the slots, watch the deadline and empty the cgroup. Either does all of it
 * while the other one does not; both live by the one {@link LeasePage}.
 */
public final class EnforcerPair {
    private static final long RESTART_AT_MOST_NS = 200_000_000L;
    private static final long LOOK_LATE_AT_MOST_NS = 30_000_000L;
    private static final long TAKE_OVER_WRITING_NS = 250_000_000L;

    private final SimProcess[] processes;
    private final int host;
    private final Machine machine;
    private final Cgroup cgroup;
    private final List<Lane> lanes;
    private final LeaseTiming timing;
    private final LeasePage.AckHabit habit;
    private final Dice dice;
    private LeasePage page;
    private long lastRoundLocalNs;
    private boolean wantsToHold;
    private Runnable onEmptied = () -> {};

    /** One pool, and what is known of the slot there. */
    private static final class Lane {
        final SimPool pool;
        final Block<Slot> block;
        boolean outstanding;
        Slot.State acknowledged = Slot.State.RELEASED;

        Lane(SimPool pool, Block<Slot> block) {
            this.pool = pool;
            this.block = block;
        }
    }

    /** The pools with slots, in one order. */
    public record SlotOn(SimPool pool, Block<Slot> block) {}

    public EnforcerPair(
            int host,
            Machine machine,
            Cgroup cgroup,
            List<SlotOn> slots,
            LeaseTiming timing,
            LeasePage.AckHabit habit,
            Dice dice) {
        this.host = host;
        this.machine = machine;
        this.cgroup = cgroup;
        this.timing = timing;
        this.habit = habit;
        this.dice = dice;
        lanes = slots.stream().map(slot -> new Lane(slot.pool(), slot.block())).toList();
        processes = new SimProcess[] {new SimProcess(machine, "enforcer a"), new SimProcess(machine, "enforcer b")};
        page = new LeasePage(timing, BootIds.of(host, 0), habit);
    }

    public LeasePage page() {
        return page;
    }

    public SimProcess process(int which) {
        return processes[which];
    }

    /** Who is told when the cgroup was emptied because the lease was over. */
    public void whenEmptied(Runnable listener) {
        onEmptied = listener;
    }

    /** After the machine was switched on. */
    public void boot() {
        page = new LeasePage(timing, BootIds.of(host, machine.boots()), habit);
        wantsToHold = false;
        lastRoundLocalNs = 0;
        for (var lane : lanes) {
            lane.outstanding = false;
            lane.acknowledged = Slot.State.RELEASED;
        }
        for (var which = 0; which < 2; which++) {
            start(which);
        }
    }

    public BootId bootId() {
        return page.boot();
    }

    /** Kills one; the other one, or the init system, starts it again. */
    public void killOne(int which) {
        processes[which].kill();
        var boots = machine.boots();
        machine.events().in(dice.between(20_000_000L, RESTART_AT_MOST_NS), () -> restart(which, boots));
    }

    private void restart(int which, long boots) {
        if (!machine.isOn() || machine.boots() != boots || processes[which].isAlive()) {
            return;
        }
        if (machine.isPaused()) {
            machine.events().in(RESTART_AT_MOST_NS / 4, () -> restart(which, boots));
            return;
        }
        lanes.forEach(lane -> lane.outstanding = false);
        start(which);
    }

    private void start(int which) {
        processes[which].start();
        if (!processes[1 - which].isAlive()) {
            page.restore(machine.localNs());
        }
        look(which);
        round(which);
    }

    /** Makes the slots HOLDING, which must be before the beat that begins a lease. */
    public void prepareToHold() {
        wantsToHold = true;
    }

    /** Whether each slot says HOLDING, and nothing of an older lease runs. */
    public boolean isReadyToHold() {
        return wantsToHold
                && cgroup.isEmpty()
                && lanes.stream().allMatch(lane -> lane.acknowledged == Slot.State.HOLDING);
    }

    public boolean holds() {
        return page.lease().verdict(machine.localNs()) != Verdict.KILL;
    }

    /** The agent saw a raised fence, or gives everything up. */
    public void revoke() {
        page.lease().revoke();
        wantsToHold = false;
        for (var which = 0; which < 2; which++) {
            processes[which].in(dice.between(0, LOOK_LATE_AT_MOST_NS), this::obey);
        }
    }

    /** A beat was acknowledged, so the time of the next look may be another. */
    public void beatCounted(long startLocalNs, long seenLocalNs) {
        page.counted(Channel.ZOOKEEPER, startLocalNs, seenLocalNs);
        if (cgroup.isFrozen()) {
            obey();
        }
    }

    /** Looks at the deadline whenever something could be due. */
    private void look(int which) {
        obey();
        var now = machine.localNs();
        var lease = page.lease();
        var next = switch (lease.verdict(now)) {
            case RUN ->
                lease.deadlineNanos()
                        - timing.lease().minus(timing.freezeAfter()).toNanos();
            case FREEZE -> lease.deadlineNanos();
            case KILL -> now + timing.renewEvery().toNanos() / 2;
        };
        processes[which].atLocal(next + dice.between(0, LOOK_LATE_AT_MOST_NS), () -> look(which));
    }

    private void obey() {
        switch (page.lease().verdict(machine.localNs())) {
            case RUN -> cgroup.thaw();
            case FREEZE -> cgroup.freeze();
            case KILL -> {
                if (!cgroup.isEmpty()) {
                    wantsToHold = false;
                    cgroup.killAll();
                    onEmptied.run();
                }
            }
        }
    }

    /** Writes the slots; the second enforcer only when the first one has not done so for a while. */
    private void round(int which) {
        var now = machine.localNs();
        var every = timing.renewEvery().toNanos();
        if (which == 0 || now - lastRoundLocalNs > every + TAKE_OVER_WRITING_NS) {
            lastRoundLocalNs = now;
            lanes.forEach(lane -> write(which, lane));
        }
        processes[which].atLocal(now + every, () -> round(which));
    }

    private void write(int which, Lane lane) {
        var holding = holds() || wantsToHold;
        if (lane.outstanding || (!holding && !cgroup.isEmpty())) {
            return;
        }
        var state = holding ? Slot.State.HOLDING : Slot.State.RELEASED;
        lane.outstanding = true;
        if (state == Slot.State.RELEASED) {
            // From here on it may stand there, whether or not it is acknowledged.
            lane.acknowledged = Slot.State.RELEASED;
        }
        var start = machine.localNs();
        var value = new Slot(new ChannelValue(page.boot(), page.nextSequence(), timing.lease()), state);
        lane.pool.write(processes[which], host, lane.block, value, durable -> {
            lane.outstanding = false;
            if (!durable) {
                return;
            }
            lane.acknowledged = state;
            if (state == Slot.State.HOLDING) {
                page.counted(Channel.STORAGE, start, machine.localNs());
                if (cgroup.isFrozen()) {
                    obey();
                }
            }
        });
    }
}
