package io.atoll.manager.dpm.internal.settings;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.dpm.DpmMode;
import io.atoll.manager.dpm.internal.settings.DpmSettings.Band;
import io.atoll.manager.dpm.internal.settings.DpmSettings.Timing;
import io.atoll.model.HostId;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings as somebody sent them; null: left as they are. */
public record DpmSettingsDraft(
        @Nullable String mode,
        @Nullable Integer lowPercent,
        @Nullable Integer highPercent,
        @Nullable Integer wakeMinutes,
        @Nullable Integer parkMinutes,
        @Nullable Integer minimumUpMinutes,
        @Nullable Integer spareHosts,
        @Nullable String timeZone,
        @Nullable List<@Nullable HoursDraft> schedule,
        @Nullable List<@Nullable String> excludedHostIds) {
    private static final int LONGEST_ZONE_CHARS = 64;
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

    public static final DpmSettingsDraft NOTHING =
            new DpmSettingsDraft(null, null, null, null, null, null, null, null, null, null);

    /** One time of the week as somebody sent it. */
    public record HoursDraft(
            @Nullable List<@Nullable String> days,
            @Nullable String from,
            @Nullable String to) {}

    /**
     * What the settings would be.
     *
     * @param hosts those of the cluster, by id, with their names
     */
    DpmSettings over(DpmSettings before, Map<HostId, String> hosts, InputCheck check) {
        return new DpmSettings(
                before.cluster(),
                before.revision(),
                check.choice("spec.mode", mode, DpmMode.class, before.mode()),
                band(before.band(), check),
                timing(before.timing(), check),
                spareHosts == null
                        ? before.spareHosts()
                        : check.range("spec.spareHosts", spareHosts, 0, DpmSettings.MOST_SPARE_HOSTS),
                timeZone == null ? before.zone() : zone(timeZone, before.zone(), check),
                schedule == null ? before.hours() : hours(schedule, check),
                excludedHostIds == null ? before.excluded() : excluded(excludedHostIds, hosts, check));
    }

    private Band band(Band before, InputCheck check) {
        var low = lowPercent == null ? before.lowPercent() : percent("spec.lowPercent", lowPercent, check);
        var high = highPercent == null ? before.highPercent() : percent("spec.highPercent", highPercent, check);
        if (lowPercent == null && highPercent == null) {
            return before;
        }
        if (high - low < DpmSettings.NARROWEST_BAND_PERCENT) {
            check.refuse(
                    highPercent == null ? "spec.lowPercent" : "spec.highPercent",
                    "The band from %d %% to %d %% is %d %% wide; it must be at least %d %%, or hosts would be parked and woken in turns."
                            .formatted(low, high, high - low, DpmSettings.NARROWEST_BAND_PERCENT));
            return before;
        }
        return new Band(low, high);
    }

    private static int percent(String field, int value, InputCheck check) {
        return check.range(field, value, DpmSettings.LOWEST_PERCENT, DpmSettings.HIGHEST_PERCENT);
    }

    private Timing timing(Timing before, InputCheck check) {
        var wake = wakeMinutes == null
                ? before.wakeMinutes()
                : check.range("spec.wakeMinutes", wakeMinutes, 1, DpmSettings.LONGEST_WAKE_MINUTES);
        var park = parkMinutes == null
                ? before.parkMinutes()
                : check.range("spec.parkMinutes", parkMinutes, 1, DpmSettings.LONGEST_PARK_MINUTES);
        var up = minimumUpMinutes == null
                ? before.minimumUpMinutes()
                : check.range("spec.minimumUpMinutes", minimumUpMinutes, 0, DpmSettings.LONGEST_UP_MINUTES);
        if (park < wake) {
            check.refuse(
                    parkMinutes == null ? "spec.wakeMinutes" : "spec.parkMinutes",
                    "Hosts would be parked after %d min of little load and woken after %d min of much: parkMinutes must be at least wakeMinutes."
                            .formatted(park, wake));
            return before;
        }
        return new Timing(wake, park, up);
    }

    private static ZoneId zone(String said, ZoneId before, InputCheck check) {
        var known = said.length() <= LONGEST_ZONE_CHARS
                && ZoneId.getAvailableZoneIds().contains(said);
        check.require(
                known,
                "spec.timeZone",
                "spec.timeZone is no time zone that is known here. Send a name such as Europe/Vienna or UTC.");
        try {
            return known ? ZoneId.of(said) : before;
        } catch (DateTimeException _) {
            return before;
        }
    }

    private static List<SleepHours> hours(List<@Nullable HoursDraft> said, InputCheck check) {
        check.require(
                said.size() <= DpmSettings.MOST_HOURS,
                "spec.schedule",
                "There are %d times of the week; at most %d are kept.".formatted(said.size(), DpmSettings.MOST_HOURS));
        var hours = new ArrayList<SleepHours>();
        var count = Math.min(said.size(), DpmSettings.MOST_HOURS);
        for (var i = 0; i < count; i++) {
            var field = "spec.schedule[%d]".formatted(i);
            var one = check.present(field, said.get(i), new HoursDraft(List.of(), "00:00", "00:00"));
            var from = time(field + ".from", one.from, check);
            var to = time(field + ".to", one.to, check);
            hours.add(new SleepHours(days(field + ".days", one.days, check), from, to));
        }
        return hours;
    }

    private static LocalTime time(String field, @Nullable String said, InputCheck check) {
        var text = check.present(field, said, "00:00");
        if (!TIME.matcher(text).matches()) {
            check.refuse(field, "%s must be a time of the day from 00:00 to 23:59.".formatted(field));
            return LocalTime.MIDNIGHT;
        }
        return LocalTime.parse(text);
    }

    private static List<DayOfWeek> days(String field, @Nullable List<@Nullable String> said, InputCheck check) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        var most = DayOfWeek.values().length;
        var given = check.present(field, said, List.<@Nullable String>of());
        check.require(
                !given.isEmpty() && given.size() <= most,
                field,
                "%s has %d days; it must have between 1 and %d.".formatted(field, given.size(), most));
        given.stream()
                .limit(most)
                .forEach(day -> days.add(check.requiredChoice(field, day, DayOfWeek.class, DayOfWeek.MONDAY)));
        return List.copyOf(days);
    }

    private static SortedSet<HostId> excluded(
            List<@Nullable String> said, Map<HostId, String> hosts, InputCheck check) {
        var field = "spec.excludedHostIds";
        check.require(
                said.size() <= DpmSettings.MOST_EXCLUDED,
                field,
                "There are %d hosts; at most %d are kept.".formatted(said.size(), DpmSettings.MOST_EXCLUDED));
        var excluded = new TreeSet<HostId>();
        said.stream().limit(DpmSettings.MOST_EXCLUDED).forEach(one -> {
            var host = check.id(field, one, HostId::new);
            if (hosts.containsKey(host)) {
                excluded.add(host);
            } else {
                check.refuse(field, "There is no host %s in the cluster.".formatted(host));
            }
        });
        return excluded;
    }
}
