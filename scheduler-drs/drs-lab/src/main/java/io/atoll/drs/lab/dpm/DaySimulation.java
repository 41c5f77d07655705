package io.atoll.drs.lab.dpm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The power experiments of Beloglazov and Buyya (2012): every five minutes a planner moves VMs, a moving VM loses a tenth of its
 * CPU and takes that tenth on its target, and a host without VMs is off. Watts follow a straight line between samples. As in
 * CloudSim memory binds the first placement only.
 */
final class DaySimulation {
    static final double STEP_SECONDS = 300;

    /** Samples of history that the planner sees. */
    static final int HISTORY_SAMPLES = 30;

    /** Half of a link of 1 Gbit/s. */
    static final double COPY_BITS_PER_SECOND = 5e8;

    private static final double BITS_PER_MIB_COPIED = 8e6;
    private static final double LOST_SHARE = 0.1;
    private static final double ROUNDING = 1e-9;

    /** Says at a moment of the day who should be where. */
    @FunctionalInterface
    interface Consolidation {
        /** For each VM the index of its host. */
        int[] hostOfVms(Moment moment);
    }

    /** What a planner may know. */
    interface Moment {
        int hostOf(int vm);

        boolean isOn(int host);

        /** Newest last. */
        double[] historyMhz(int vm);
    }

    private record Move(int vm, int to, double seconds) {}

    private final Trace trace;
    private final int vmCount;
    private final int hostCount;
    private final int[] hostOf;
    private final int[] vmCountOf;
    private final DayTally tally = new DayTally();

    private int sample;
    private final double[] now;
    private final double[] next;

    private DaySimulation(Trace trace, int hostCount) {
        this.trace = trace;
        this.hostCount = hostCount;
        vmCount = trace.vmCount();
        hostOf = FirstPlacement.place(vmCount, hostCount);
        vmCountOf = new int[hostCount];
        for (var host : hostOf) {
            vmCountOf[host]++;
        }
        now = new double[vmCount];
        next = new double[vmCount];
    }

    static DayTally run(Trace trace, int hostCount, Consolidation planner) {
        var day = new DaySimulation(trace, hostCount);
        for (var sample = 0; sample < trace.sampleCount(); sample++) {
            day.sample = sample;
            Arrays.setAll(day.now, vm -> day.demandMhz(vm, day.sample));
            Arrays.setAll(day.next, vm -> day.demandMhz(vm, Math.min(day.sample + 1, trace.sampleCount() - 1)));
            day.step(sample == 0 ? day.hostOf.clone() : planner.hostOfVms(day.moment()));
        }
        return day.tally;
    }

    private double demandMhz(int vm, int atSample) {
        return trace.demandMhz(vm, atSample);
    }

    private Moment moment() {
        return new Moment() {
            @Override
            public int hostOf(int vm) {
                return hostOf[vm];
            }

            @Override
            public boolean isOn(int host) {
                return vmCountOf[host] > 0;
            }

            @Override
            public double[] historyMhz(int vm) {
                var first = Math.max(0, sample - HISTORY_SAMPLES + 1);
                var samples = new double[sample - first + 1];
                Arrays.setAll(samples, i -> demandMhz(vm, first + i));
                return samples;
            }
        };
    }

    /** Moves start at once and all together; the pieces between their ends are counted one by one. */
    private void step(int[] target) {
        var moves = moves(target);
        tally.countMoves(moves.size());
        var onBefore = hostsOn();
        var from = 0.0;
        var ends = new ArrayList<Double>();
        moves.stream().map(Move::seconds).distinct().forEach(ends::add);
        ends.add(STEP_SECONDS);
        for (var end : ends) {
            if (end > from) {
                countPiece(moves, from, end);
            }
            for (var move : moves) {
                if (move.seconds <= end) {
                    vmCountOf[hostOf[move.vm]]--;
                    hostOf[move.vm] = move.to;
                    vmCountOf[move.to]++;
                }
            }
            moves.removeIf(move -> move.seconds <= end);
            from = end;
        }
        tally.countHosts(onBefore, hostsOn());
    }

    private List<Move> moves(int[] target) {
        var moves = new ArrayList<Move>();
        for (var vm = 0; vm < vmCount; vm++) {
            if (target[vm] != hostOf[vm]) {
                var bits = VmSize.ofVm(vm, vmCount).memoryMib * BITS_PER_MIB_COPIED / 1000;
                moves.add(new Move(vm, target[vm], bits / (COPY_BITS_PER_SECOND / 1000)));
            }
        }
        moves.sort(Comparator.comparingDouble(Move::seconds));
        return moves;
    }

    private boolean[] hostsOn() {
        var on = new boolean[hostCount];
        for (var host = 0; host < hostCount; host++) {
            on[host] = vmCountOf[host] > 0;
        }
        return on;
    }

    private void countPiece(List<Move> moves, double from, double end) {
        var demand = new double[hostCount];
        var demandNext = new double[hostCount];
        var short0 = new boolean[hostCount];
        var asked = 0.0;
        for (var vm = 0; vm < vmCount; vm++) {
            var host = hostOf[vm];
            demand[host] += now[vm];
            demandNext[host] += next[vm];
            short0[host] |= now[vm] > HostType.ofHost(host).coreMhz();
            asked += now[vm];
        }
        var lost = 0.0;
        for (var move : moves) {
            demand[move.to] += LOST_SHARE * now[move.vm];
            lost += LOST_SHARE * now[move.vm];
            short0[hostOf[move.vm]] = true;
        }
        var seconds = end - from;
        tally.countDemand(asked * seconds, lost * seconds);
        var middle = (from + end) / 2 / STEP_SECONDS;
        for (var host = 0; host < hostCount; host++) {
            if (vmCountOf[host] > 0) {
                var type = HostType.ofHost(host);
                var watts0 = type.wattsAt(demand[host]);
                var watts = watts0 + (type.wattsAt(demandNext[host]) - watts0) * middle;
                var suffers = short0[host] || demand[host] > type.capacityMhz() + ROUNDING;
                tally.countHost(watts * seconds, seconds, suffers);
            }
        }
    }
}
