package io.atoll.ha.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A shared pool as its hosts see it. A write lands at one moment between its start and its acknowledgement; a slow one may
 * land long after it was asked for, one without a path lands when there is a path again; acknowledgements can be late or lost.
 */
public final class SimPool {
    private static final long ERROR_AFTER_NS = 2_000_000_000L;

    private final EventQueue events;
    private final Links links;
    private final Dice dice;
    private final int end;
    private final List<Runnable> held = new ArrayList<>();
    private int slowPerMille;
    private int lostPerMille;
    private int errorPerMille;
    private boolean hangs;

    public SimPool(EventQueue events, Links links, Dice dice, int end) {
        this.events = events;
        this.links = links;
        this.dice = dice;
        this.end = end;
    }

    /** @param errorPerMille operations that end in an I/O error */
    public void trouble(int slowPerMille, int lostPerMille, int errorPerMille) {
        this.slowPerMille = slowPerMille;
        this.lostPerMille = lostPerMille;
        this.errorPerMille = errorPerMille;
    }

    public void hang(boolean now) {
        hangs = now;
        if (!now) {
            retryHeld();
        }
    }

    public boolean isHanging() {
        return hangs;
    }

    /** To be called after links were mended: what waited for a path goes on. */
    public void retryHeld() {
        var waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(Runnable::run);
    }

    public boolean isReachableFrom(int host) {
        return !hangs && links.carries(host, end) && links.carries(end, host);
    }

    /** {@code done} gets whether the write is durable; false says nothing, it may still land. */
    public <T> void write(SimProcess by, int host, Block<T> block, T value, Consumer<Boolean> done) {
        perform(by, host, () -> block.write(value), done);
    }

    /** {@code answer} gets what {@code look} saw at one moment of the read. */
    public <T> void read(SimProcess by, int host, Supplier<T> look, Consumer<T> answer, Runnable failed) {
        var seen = new ArrayList<T>(1);
        perform(by, host, () -> seen.add(look.get()), done -> {
            if (done && !seen.isEmpty()) {
                answer.accept(seen.getFirst());
            } else {
                failed.run();
            }
        });
    }

    private void perform(SimProcess by, int host, Runnable effect, Consumer<Boolean> done) {
        var there = isReachableFrom(host) ? links.latencyNs(host, end) : Links.LOST;
        if (there == Links.LOST) {
            hold(by, host, effect, done);
            return;
        }
        if (errorPerMille > 0 && dice.chance(errorPerMille)) {
            by.in(dice.between(1_000_000, 50_000_000L), () -> done.accept(false));
            return;
        }
        var lands = there + serviceNs();
        var life = by.life();
        events.in(lands, () -> land(by, life, host, effect, done));
    }

    private void land(SimProcess by, int life, int host, Runnable effect, Consumer<Boolean> done) {
        if (!by.machine().isOn()) {
            // A dead host's request that was on its way may still be carried out, but nobody sends it again.
            effect.run();
            return;
        }
        if (!isReachableFrom(host)) {
            hold(by, host, effect, done);
            return;
        }
        effect.run();
        if (by.life() != life) {
            return;
        }
        if (lostPerMille > 0 && dice.chance(lostPerMille)) {
            by.in(ERROR_AFTER_NS, () -> done.accept(false));
            return;
        }
        by.in(
                dice.between(50_000, 600_000) + (isSlow() ? dice.between(0, 3_000_000_000L) : 0),
                () -> done.accept(true));
    }

    private void hold(SimProcess by, int host, Runnable effect, Consumer<Boolean> done) {
        var boots = by.machine().boots();
        held.add(() -> {
            if (by.machine().isOn() && by.machine().boots() == boots) {
                perform(by, host, effect, done);
            }
        });
    }

    private long serviceNs() {
        return isSlow() ? dice.between(20_000_000L, 3_000_000_000L) : dice.between(200_000, 2_000_000);
    }

    private boolean isSlow() {
        return slowPerMille > 0 && dice.chance(slowPerMille);
    }
}
