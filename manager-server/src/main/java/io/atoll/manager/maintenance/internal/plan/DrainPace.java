package io.atoll.manager.maintenance.internal.plan;

import java.util.List;

/**
 * How many VMs may be on their way at once, from how long those before stood still: one more after each pause within the bound,
 * half as many after one beyond it. (Additive increase, multiplicative decrease, as in Chiu and Jain 1989.)
 */
public final class DrainPace {
    private static final int AT_FIRST = 2;

    private DrainPace() {}

    /**
     * How many may be on their way now.
     *
     * @param pausesMs in the order in which the moves ended
     */
    public static int width(List<Long> pausesMs, int boundMs, int most) {
        var width = Math.min(AT_FIRST, most);
        for (var pauseMs : pausesMs) {
            width = pauseMs > boundMs ? Math.max(1, width / 2) : Math.min(most, width + 1);
        }
        return width;
    }
}
