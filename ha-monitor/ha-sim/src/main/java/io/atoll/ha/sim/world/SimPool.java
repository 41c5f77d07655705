package io.atoll.ha.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    private final List<Operation> held = new ArrayList<>();
    private int slowPerMille;
    private int lostPerMille;
    private int errorPerMille;
    private int lateHost = -1;
    private boolean hangs;

    public SimPool(EventQueue events, Links links, Dice dice, int end) {
        this.events = events;
        this.links = links;
        this.dice = dice;
        this.end = end;
    }

    /**
     * How often operations go wrong from now on.
     *
     * @param errorPerMille operations that end in an I/O error
     */
    public void trouble(int slowPerMille, int lostPerMille, int errorPerMille) {
        this.slowPerMille = slowPerMille;
        this.lostPerMille = lostPerMille;
        this.errorPerMille = errorPerMille;
    }

    /** Lets what one host writes land at once and be acknowledged late; -1 ends it. */
    public void acknowledgeLate(int host) {
        lateHost = host;
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
        for (var operation : waiting) {
            if (!operation.hostIsGone()) {
                carryOut(operation);
            }
        }
    }

    public boolean isReachableFrom(int host) {
        return !hangs && links.carries(host, end) && links.carries(end, host);
    }

    /** {@code done} gets whether the write is durable; false says nothing, it may still land. */
    public <T> void write(SimProcess by, int host, Block<T> block, T value, Consumer<Boolean> done) {
        perform(by, host, () -> block.write(value), done);
    }

    /**
     * Compares and writes under a lock: at the one moment when it lands, the block gets {@code value} if {@code allowed} says so of
     * what it holds. {@code done} gets whether it is durable and was allowed.
     */
    public <T> void writeIf(
            SimProcess by,
            int host,
            Block<T> block,
            T value,
            Predicate<Block.Content<T>> allowed,
            Consumer<Boolean> done) {
        var accepted = new boolean[1];
        perform(
                by,
                host,
                () -> {
                    accepted[0] = allowed.test(block.content());
                    if (accepted[0]) {
                        block.write(value);
                    }
                },
                durable -> done.accept(durable && accepted[0]));
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
        carryOut(new Operation(by, by.life(), by.machine().boots(), host, effect, done));
    }

    private void carryOut(Operation operation) {
        var host = operation.host;
        var there = isReachableFrom(host) ? links.latencyNs(host, end) : Links.LOST;
        if (there == Links.LOST) {
            held.add(operation);
        } else if (errorPerMille > 0 && dice.chance(errorPerMille)) {
            answer(operation, dice.between(1_000_000, 50_000_000L), false);
        } else {
            events.in(there + serviceNs(), () -> land(operation));
        }
    }

    private void land(Operation operation) {
        if (operation.hostIsGone()) {
            // What was on its way may still be carried out, but nobody sends it again.
            operation.effect.run();
        } else if (!isReachableFrom(operation.host)) {
            held.add(operation);
        } else {
            operation.effect.run();
            if (lostPerMille > 0 && dice.chance(lostPerMille)) {
                answer(operation, ERROR_AFTER_NS, false);
            } else {
                answer(operation, dice.between(50_000, 600_000) + lateness(operation.host), true);
            }
        }
    }

    private static void answer(Operation operation, long delayNs, boolean durable) {
        if (operation.by.isAlive() && operation.by.life() == operation.life) {
            operation.by.in(delayNs, () -> operation.done.accept(durable));
        }
    }

    /** The kernel of a host sends what has no path again and again, also for a process that has died; a dead host sends nothing. */
    private record Operation(SimProcess by, int life, long boots, int host, Runnable effect, Consumer<Boolean> done) {
        boolean hostIsGone() {
            return !by.machine().isOn() || by.machine().boots() != boots;
        }
    }

    private long lateness(int host) {
        if (host == lateHost) {
            return dice.chance(600) ? dice.between(800_000_000L, 999_000_000L) : dice.between(0, 3_500_000_000L);
        }
        return isSlow() ? dice.between(0, 3_000_000_000L) : 0;
    }

    private long serviceNs() {
        return isSlow() ? dice.between(20_000_000L, 3_000_000_000L) : dice.between(200_000, 2_000_000);
    }

    private boolean isSlow() {
        return slowPerMille > 0 && dice.chance(slowPerMille);
    }
}
