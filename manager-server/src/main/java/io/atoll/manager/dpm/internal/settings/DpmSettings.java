package io.atoll.manager.dpm.internal.settings;

import io.atoll.drs.power.ParkingTimes;
import io.atoll.manager.dpm.DpmMode;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Limits;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What people want of power saving in a cluster.
 *
 * @param timing for how long what must be so
 * @param spareHosts hosts that stay awake beside those that HA needs
 * @param hours times of the week in which hosts may sleep; empty: always
 * @param zone in which they are meant
 * @param excluded hosts that stay on
 */
public record DpmSettings(
        ClusterId cluster,
        long revision,
        DpmMode mode,
        Band band,
        Timing timing,
        int spareHosts,
        ZoneId zone,
        List<SleepHours> hours,
        SortedSet<HostId> excluded) {
    public static final int LOWEST_PERCENT = 10;
    public static final int HIGHEST_PERCENT = 95;
    /** A host's going or coming would otherwise take the load across the whole band, and back again. */
    public static final int NARROWEST_BAND_PERCENT = 15;

    public static final int LONGEST_WAKE_MINUTES = 60;
    public static final int LONGEST_PARK_MINUTES = 1_440;
    public static final int LONGEST_UP_MINUTES = 1_440;
    /** More the scheduler does not count. */
    public static final int MOST_SPARE_HOSTS = Limits.MOST_SPARE_HOSTS;

    public static final int MOST_HOURS = 50;
    public static final int MOST_EXCLUDED = 1_000;

    public DpmSettings {
        hours = List.copyOf(hours);
        excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
    }

    /**
     * How busy the hosts that are awake should be, in percent of their processors or memory. By default 45 to 81 %, as in
     * VMware's DPM: 63 % with 18 % to both sides.
     */
    public record Band(int lowPercent, int highPercent) {}

    /**
     * For how long what must be so.
     *
     * @param wakeMinutes the load of so long is looked at before a host is woken
     * @param parkMinutes the same before one is parked
     * @param minimumUpMinutes a host that was woken stays awake for so long
     */
    public record Timing(int wakeMinutes, int parkMinutes, int minimumUpMinutes) {}

    /** A cluster's before anybody has set it. */
    public static DpmSettings untouched(ClusterId cluster) {
        return new DpmSettings(
                cluster,
                0,
                DpmMode.OFF,
                new Band(45, 81),
                new Timing(5, 40, 30),
                0,
                ZoneId.of("UTC"),
                List.of(),
                new TreeSet<>());
    }

    /** The same under the next revision. */
    DpmSettings revised() {
        return new DpmSettings(cluster, revision + 1, mode, band, timing, spareHosts, zone, hours, excluded);
    }

    /** When hosts may sleep. */
    public ParkingTimes times() {
        return SleepHours.times(hours, zone);
    }
}
