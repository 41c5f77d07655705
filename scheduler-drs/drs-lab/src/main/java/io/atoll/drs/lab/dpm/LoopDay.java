package io.atoll.drs.lab.dpm;

import io.atoll.drs.power.HostPower;
import io.atoll.drs.power.PowerPast;
import io.atoll.drs.power.PowerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The same day as that of {@link DaySimulation}, with hosts that take their time: rounds of power saving every minute and rounds of
 * balancing with every sample. A host that is woken draws its full watts and holds nothing until it is ready; one that is awake
 * draws its watts even if it is empty; one that is parked draws them until its last VM is gone. Moves start at once and all
 * together, as there. At the manager's pace a host draws its watts until its power is off, too.
 */
final class LoopDay {
    /** As long as the server of a rack needs from power-on until it takes VMs. */
    static final Duration WAKE_TIME = Duration.ofMinutes(4);

    private static final double ROUND_SECONDS = 60;
    private static final int ROUNDS_PER_SAMPLE = (int) (DaySimulation.STEP_SECONDS / ROUND_SECONDS);
    private static final double BITS_PER_MIB_COPIED = 8e6;
    private static final double LOST_SHARE = 0.1;
    private static final double ROUNDING = 1e-9;

    /** Before the first sample. */
    static final Instant DAY_BEFORE = Instant.EPOCH.minus(Duration.ofDays(1));

    private record Move(int vm, int to, double seconds) {}

    /** What a day came to, beside its tally. */
    record Result(DayTally tally, int parks, int wakes, int powerMoves, int balanceMoves) {}

    private final Trace trace;
    private final LoopPlanner planner;
    private final LoopPace pace;
    private final int vmCount;
    private final int hostCount;
    private final int[] hostOf;
    private final HostPower.State[] states;
    /** Hosts that are empty and told to switch off, with the minute in which they are off. */
    private final SortedMap<Integer, Integer> offAt = new TreeMap<>();

    /** For each sample so far what each host was asked for; not a number where it was not awake. */
    private final List<double[]> askedOfHosts = new ArrayList<>();

    private final DayTally tally = new DayTally();
    private int minute;
    private int parks;
    private int wakes;
    private int powerMoves;
    private int balanceMoves;

    private LoopDay(Trace trace, int hostCount, PowerSettings settings, LoopPace pace, long seed) {
        this.trace = trace;
        this.hostCount = hostCount;
        this.pace = pace;
        vmCount = trace.vmCount();
        hostOf = FirstPlacement.place(vmCount, hostCount);
        planner = new LoopPlanner(trace, hostCount, settings, seed);
        states = new HostPower.State[hostCount];
        Arrays.fill(states, new HostPower.State.Asleep(DAY_BEFORE));
        for (var host : hostOf) {
            states[host] = new HostPower.State.Awake(DAY_BEFORE);
        }
    }

    /** @param settings whose own pace counts; {@code pace} says what becomes of the hosts that are parked */
    static Result run(Trace trace, int hostCount, PowerSettings settings, LoopPace pace, long seed) {
        return new LoopDay(trace, hostCount, settings, pace, seed).run();
    }

    private Result run() {
        var past = PowerPast.NONE;
        var isNew = true;
        for (minute = 0; minute < trace.sampleCount() * ROUNDS_PER_SAMPLE; minute++) {
            var before = awake();
            isNew |= becomeReady();
            isNew |= goOff();
            if (minute % ROUNDS_PER_SAMPLE == 0) {
                observe();
                isNew = true;
            }
            var moves = new ArrayList<Move>();
            var isLocked = !offAt.isEmpty();
            if (!isLocked && minute % ROUNDS_PER_SAMPLE == ROUNDS_PER_SAMPLE / 2) {
                planner.balance(hostOf, states, sample(), now())
                        .forEach((vm, to) -> moves.add(new Move(vm, to, seconds(vm))));
                balanceMoves += moves.size();
            }
            Set<Integer> parking = new HashSet<>();
            if (!moves.isEmpty()) {
                isNew = true;
            } else if (isNew) {
                // Where nothing happened since the last round found nothing to do, this one would find the same.
                var decision = planner.save(hostOf, states, askedOfHosts, past, !isLocked, now());
                past = decision.next();
                decision.moves().forEach((vm, to) -> moves.add(new Move(vm, to, seconds(vm))));
                powerMoves += moves.size();
                parking.addAll(decision.parks());
                decision.wakes().forEach(this::wake);
                isNew = !parking.isEmpty() || !decision.wakes().isEmpty();
            }
            moves.sort(Comparator.comparingDouble(Move::seconds));
            pass(moves, parking);
            if (minute % ROUNDS_PER_SAMPLE == 0) {
                tally.countHosts(before, awake());
            }
        }
        return new Result(tally, parks, wakes, powerMoves, balanceMoves);
    }

    private int sample() {
        return minute / ROUNDS_PER_SAMPLE;
    }

    private Instant now() {
        return Instant.EPOCH.plus(Duration.ofMinutes(minute));
    }

    private boolean isAwake(int host) {
        return states[host] instanceof HostPower.State.Awake;
    }

    private boolean[] awake() {
        var awake = new boolean[hostCount];
        for (var host = 0; host < hostCount; host++) {
            awake[host] = isAwake(host);
        }
        return awake;
    }

    /** Hosts that were woken some time ago take VMs now; whether there are any. */
    private boolean becomeReady() {
        var any = false;
        for (var host = 0; host < hostCount; host++) {
            if (states[host] instanceof HostPower.State.Waking(var since)
                    && !since.plus(WAKE_TIME).isAfter(now())) {
                states[host] = new HostPower.State.Awake(now());
                any = true;
            }
        }
        return any;
    }

    /** Hosts whose power goes off now; whether there are any. */
    private boolean goOff() {
        var off = offAt.keySet().stream()
                .filter(host -> minute >= offAt.getOrDefault(host, 0))
                .toList();
        off.forEach(host -> {
            offAt.remove(host);
            states[host] = new HostPower.State.Asleep(now());
        });
        return !off.isEmpty();
    }

    private void wake(int host) {
        states[host] = new HostPower.State.Waking(now());
        wakes++;
    }

    private void observe() {
        var asked = new double[hostCount];
        for (var vm = 0; vm < vmCount; vm++) {
            asked[hostOf[vm]] += trace.demandMhz(vm, sample());
        }
        for (var host = 0; host < hostCount; host++) {
            asked[host] = isAwake(host) ? asked[host] : Double.NaN;
        }
        askedOfHosts.add(asked);
    }

    private double seconds(int vm) {
        return VmSize.ofVm(vm, vmCount).memoryMib
                * BITS_PER_MIB_COPIED
                / 1000
                / (DaySimulation.COPY_BITS_PER_SECOND / 1000);
    }

    /** A minute, in pieces between the ends of moves; hosts that are parked sleep once all moves have ended. */
    private void pass(List<Move> moves, Set<Integer> parking) {
        tally.countMoves(moves.size());
        var from = 0.0;
        var ends = new ArrayList<>(moves.stream().map(Move::seconds).distinct().toList());
        ends.add(ROUND_SECONDS);
        var left = new ArrayList<>(moves);
        for (var end : ends) {
            if (end > from) {
                count(left, from, end);
            }
            for (var move : left) {
                if (move.seconds <= end) {
                    hostOf[move.vm] = move.to;
                }
            }
            left.removeIf(move -> move.seconds <= end);
            if (left.isEmpty()) {
                parking.forEach(this::sleep);
                parking.clear();
            }
            from = end;
        }
    }

    private void sleep(int host) {
        parks++;
        if (pace.switchOffMinutes == 0) {
            states[host] = new HostPower.State.Asleep(now());
        } else {
            // It is empty with the end of this minute at the latest, and nobody's until it is off.
            states[host] = new HostPower.State.Away();
            offAt.put(host, minute + 1 + pace.switchOffMinutes);
        }
    }

    private void count(List<Move> moves, double from, double end) {
        var sample = sample();
        var next = Math.min(sample + 1, trace.sampleCount() - 1);
        var demand = new double[hostCount];
        var demandNext = new double[hostCount];
        var isShort = new boolean[hostCount];
        var asked = 0.0;
        for (var vm = 0; vm < vmCount; vm++) {
            var mhz = trace.demandMhz(vm, sample);
            demand[hostOf[vm]] += mhz;
            demandNext[hostOf[vm]] += trace.demandMhz(vm, next);
            isShort[hostOf[vm]] |= mhz > HostType.ofHost(hostOf[vm]).coreMhz();
            asked += mhz;
        }
        var lost = 0.0;
        for (var move : moves) {
            var mhz = LOST_SHARE * trace.demandMhz(move.vm, sample);
            demand[move.to] += mhz;
            lost += mhz;
            isShort[hostOf[move.vm]] = true;
        }
        var seconds = end - from;
        tally.countDemand(asked * seconds, lost * seconds);
        var middle = (minute % ROUNDS_PER_SAMPLE * ROUND_SECONDS + (from + end) / 2) / DaySimulation.STEP_SECONDS;
        for (var host = 0; host < hostCount; host++) {
            countHost(host, demand[host], demandNext[host], isShort[host], middle, seconds);
        }
    }

    private void countHost(int host, double demand, double demandNext, boolean isShort, double middle, double seconds) {
        var type = HostType.ofHost(host);
        switch (states[host]) {
            case HostPower.State.Awake _, HostPower.State.Parking _ -> {
                var watts0 = type.wattsAt(demand);
                var watts = watts0 + (type.wattsAt(demandNext) - watts0) * middle;
                tally.countHost(watts * seconds, seconds, isShort || demand > type.capacityMhz() + ROUNDING);
            }
            case HostPower.State.Waking _ -> tally.countHost(type.wattsAt(type.capacityMhz()) * seconds, 0, false);
            case HostPower.State.Away _ -> tally.countHost(type.wattsAt(0) * seconds, seconds, false);
            case HostPower.State.Asleep _ -> {}
        }
    }
}
