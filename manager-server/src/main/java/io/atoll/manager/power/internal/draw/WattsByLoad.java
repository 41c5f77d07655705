package io.atoll.manager.power.internal.draw;

import io.atoll.model.cluster.PowerModel;
import java.time.Instant;

/** What somebody has set: the watts of the host when it idles, and when all its processors work. */
public record WattsByLoad(int idleWatts, int fullWatts, long revision, Instant updatedAt) {
    /** Far above what any single host draws. */
    public static final int MOST_WATTS = 100_000;

    /** A straight line between the two. */
    public PowerModel model() {
        return PowerModel.ofLine(idleWatts, fullWatts);
    }
}
