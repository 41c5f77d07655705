package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.Terms;
import org.jspecify.annotations.Nullable;

/**
 * How hosts go through maintenance.
 *
 * @param mostHostsOut how many hosts may be out at once
 * @param healthSeconds how long a host may take to be well again after the action
 * @param ignoreHaCoverage whether hosts go out also where HA would not cover the cluster without them; null: they do not
 * @param hook what is run; null: the action is another
 */
public record RollingSettings(
        RollingAction action,
        int mostHostsOut,
        int healthSeconds,
        BringHome bringHome,
        Terms terms,
        String note,
        @Nullable Boolean ignoreHaCoverage,
        @Nullable Hook hook) {
    /** Sets that were begun before there was a choice wait. */
    boolean ignoresHaCoverage() {
        return Boolean.TRUE.equals(ignoreHaCoverage);
    }

    /**
     * A program on the hosts.
     *
     * @param name of the file in the hosts' folder of hooks
     * @param deadlineSeconds after which it is killed, and has failed
     */
    public record Hook(String name, int deadlineSeconds) {}
}
