package io.atoll.ha.sim.world;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What happens next. Due at the same time means: in the order it was asked for, so that a seed always tells one story. */
public final class EventQueue {
    private long[] dueNs = new long[256];
    private long[] orders = new long[256];
    private @Nullable Runnable[] actions = new Runnable[256];
    private int size;
    private long asked;
    private long nowNs;
    private long happened;

    public long nowNs() {
        return nowNs;
    }

    /** How many events have happened so far. */
    public long happened() {
        return happened;
    }

    /** Lets {@code action} happen at {@code timeNs}, or now if that is over. */
    public void at(long timeNs, Runnable action) {
        if (size == dueNs.length) {
            grow();
        }
        var due = Math.max(timeNs, nowNs);
        var order = asked++;
        var place = size++;
        while (place > 0) {
            var parent = (place - 1) >>> 1;
            if (!isBefore(due, order, parent)) {
                break;
            }
            move(parent, place);
            place = parent;
        }
        put(place, due, order, action);
    }

    public void in(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
    }

    /** Lets everything happen that is due up to {@code endNs}. */
    public void runUntil(long endNs) {
        while (size > 0 && dueNs[0] <= endNs) {
            next();
        }
        nowNs = Math.max(nowNs, endNs);
    }

    private void next() {
        nowNs = dueNs[0];
        var action = actions[0];
        removeFirst();
        happened++;
        if (action != null) {
            action.run();
        }
    }

    private void removeFirst() {
        size--;
        var due = dueNs[size];
        var order = orders[size];
        var action = actions[size];
        actions[size] = null;
        if (size == 0 || action == null) {
            return;
        }
        var place = 0;
        while (true) {
            var child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isBefore(dueNs[child + 1], orders[child + 1], child)) {
                child++;
            }
            if (isBefore(due, order, child)) {
                break;
            }
            move(child, place);
            place = child;
        }
        put(place, due, order, action);
    }

    private boolean isBefore(long due, long order, int place) {
        return due < dueNs[place] || (due == dueNs[place] && order < orders[place]);
    }

    private void move(int from, int to) {
        dueNs[to] = dueNs[from];
        orders[to] = orders[from];
        actions[to] = actions[from];
    }

    private void put(int place, long due, long order, Runnable action) {
        dueNs[place] = due;
        orders[place] = order;
        actions[place] = action;
    }

    private void grow() {
        dueNs = Arrays.copyOf(dueNs, 2 * size);
        orders = Arrays.copyOf(orders, 2 * size);
        actions = Arrays.copyOf(actions, 2 * size);
    }
}
