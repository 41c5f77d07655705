package io.atoll.drs.lab.dpm;

import io.atoll.drs.core.PowerPolicy;
import io.atoll.drs.lab.BadInput;
import io.atoll.drs.lab.ErrorCode;
import io.atoll.drs.lab.JsonText;
import io.atoll.drs.lab.UserFile;
import io.atoll.drs.power.PowerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code drs-lab simulate-dpm}: replays a day with our own planner and says what it cost, as JSON. */
public final class SimulateDpm {
    public static final String USAGE = """
        drs-lab simulate-dpm --trace DAY.csv.gz [options]    replays a day of CPU traces and prints energy and SLA figures

          --hosts N       how many hosts there are (default 800), HP ML110 G4 and G5 in turn
          --policy K=V    wattHoursPerMove, horizonHours or copyShare; may be given several times
          --seed N        where the search begins (default 1)
          --front         replays the day for a range of wattHoursPerMove: energy against violation against migrations
          --loop          asks the rounds of the real loop every minute instead: hosts wake in four minutes, windows and band count
          --band LOW-HIGH the band of that loop in percent (default 45-81)
          --spare N       its spare hosts (default 1)
          --pace P        how fast it parks: manager, one host at a time, each holding the cluster until it is off, as the
                          manager does; or by-size, a quarter of those that are awake in a round (default by-size)
          --out FILE      writes there instead of standard output
        """;

    private static final List<Double> FRONT = List.of(0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0);

    private final DayOptions options;
    private final Trace trace;

    private SimulateDpm(DayOptions options, Trace trace) {
        this.options = options;
        this.trace = trace;
    }

    /**
     * Runs the command and returns what belongs on standard output.
     *
     * @throws BadInput where the command line or the trace cannot be used
     */
    public static String run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return USAGE;
        }
        var options = DayOptions.parse(arguments);
        var trace = TraceReader.read(UserFile.named(options.trace()));
        var file = options.out() == null ? null : UserFile.named(options.out());
        if (file != null) {
            file.checkWritable();
        }
        var json = new SimulateDpm(options, trace).json() + "\n";
        if (file == null) {
            return json;
        }
        file.write(json);
        return "";
    }

    private String json() {
        checkRoom();
        var name = String.valueOf(Path.of(options.trace()).getFileName()).replaceAll("\\..*", "");
        var json = new StringBuilder("{\"schema\":\"drs-day/1\",\"trace\":");
        JsonText.append(json, name);
        json.append(String.format(
                Locale.ROOT,
                ",\"vms\":%d,\"hosts\":%d,\"seed\":%d,\"energyFloorKwh\":%.2f,",
                trace.vmCount(),
                options.hostCount(),
                options.seed(),
                floorKwh()));
        if (options.loop() != null) {
            return json.append(loopFigures(options.loop())).append('}').toString();
        }
        var day = simulate(options.policy());
        json.append(figures(options.policy(), day))
                .append(",\"hostsOn\":")
                .append(day.hostsOn().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        if (options.front()) {
            json.append(",\"front\":")
                    .append(FRONT.stream()
                            .map(times -> DayOptions.withPrice(
                                    options.policy(),
                                    Math.clamp(
                                            times * options.policy().wattHoursPerMove(),
                                            PowerPolicy.LEAST_PRICE,
                                            PowerPolicy.MOST_PRICE)))
                            .map(policy -> "{" + figures(policy, simulate(policy)) + "}")
                            .collect(Collectors.joining(",", "[", "]")));
        }
        return json.append('}').toString();
    }

    private void checkRoom() {
        var places = FirstPlacement.place(trace.vmCount(), options.hostCount());
        for (var vm = 0; vm < places.length; vm++) {
            if (places[vm] == FirstPlacement.NO_ROOM) {
                throw new BadInput(
                        ErrorCode.INCONSISTENT,
                        "VM %d of %d".formatted(vm + 1, trace.vmCount()),
                        "It finds no room on %d hosts at the start of the day; give more with --hosts."
                                .formatted(options.hostCount()));
            }
        }
    }

    private DayTally simulate(PowerPolicy policy) {
        var planner = new EnginePlanner(trace.vmCount(), options.hostCount(), policy, options.seed());
        return DaySimulation.run(trace, options.hostCount(), planner);
    }

    /** With every MHz served at the best watts per MHz of a full host; nothing can need less. */
    private double floorKwh() {
        var mhzSamples = 0.0;
        for (var vm = 0; vm < trace.vmCount(); vm++) {
            for (var sample = 0; sample < trace.sampleCount(); sample++) {
                mhzSamples += trace.percent(vm, sample) / 100.0 * VmSize.ofVm(vm, trace.vmCount()).mhz;
            }
        }
        var best = HostType.HP_ML110_G5;
        var joules = mhzSamples * DaySimulation.STEP_SECONDS * best.wattsAt(best.capacityMhz()) / best.capacityMhz();
        return joules / DayTally.JOULES_PER_KWH;
    }

    private String loopFigures(PowerSettings settings) {
        var day = LoopDay.run(trace, options.hostCount(), settings, options.pace(), options.seed());
        return String.format(
                Locale.ROOT,
                "\"loop\":{\"lowPercent\":%s,\"highPercent\":%s,\"spareHosts\":%d,\"parks\":%d,\"wakes\":%d,"
                        + "\"movesToPark\":%d,\"movesToBalance\":%d,\"pace\":\"%s\"},%s",
                settings.band().lowPercent(),
                settings.band().highPercent(),
                settings.spareHosts(),
                day.parks(),
                day.wakes(),
                day.powerMoves(),
                day.balanceMoves(),
                options.pace().optionName,
                figures(day.tally()));
    }

    private static String figures(PowerPolicy policy, DayTally day) {
        return String.format(
                        Locale.ROOT,
                        "\"policy\":{\"wattHoursPerMove\":%s,\"horizonHours\":%s,\"copyShare\":%s},",
                        policy.wattHoursPerMove(),
                        policy.horizonHours(),
                        policy.copyShare())
                + figures(day);
    }

    private static String figures(DayTally day) {
        return String.format(
                Locale.ROOT,
                "\"energyKwh\":%.2f,"
                        + "\"slatahPercent\":%.3f,\"pdmPercent\":%.4f,\"slav\":%.4e,\"esv\":%.4e,"
                        + "\"migrations\":%d,\"hostShutdowns\":%d,\"meanHostsOn\":%.1f",
                day.kilowattHours(),
                100 * day.timeAtFullLoadShare(),
                100 * day.lostByMigrationShare(),
                day.violation(),
                day.energyViolation(),
                day.migrations(),
                day.shutdowns(),
                day.meanHostsOn());
    }
}
