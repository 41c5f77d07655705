package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.internal.Measured.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What arrived of the same 20 seconds: a row for each host and VM. Not for use by several threads at once. */
final class SampleBucket {
    static final Duration LENGTH = Level.SAMPLES.length();

    private final Instant begin;
    private final Map<UUID, Means> hosts = new TreeMap<>();
    private final Map<UUID, Means> vms = new TreeMap<>();

    SampleBucket(Instant begin) {
        this.begin = begin;
    }

    Instant begin() {
        return begin;
    }

    Instant end() {
        return begin.plus(LENGTH);
    }

    void add(UUID host, Measured measured) {
        for (var values : measured.host()) {
            hosts.computeIfAbsent(host, _ -> new Means(HostFigure.values().length))
                    .add(values, measured.clockOff());
        }
        for (var vm : measured.vms()) {
            vms.computeIfAbsent(vm.vm().value(), _ -> new Means(VmFigure.values().length))
                    .add(vm.values(), measured.clockOff());
        }
    }

    Map<UUID, Means> of(SampleKind kind) {
        return switch (kind) {
            case HOST -> hosts;
            case VM -> vms;
        };
    }

    /** Means and maxima of one object's figures; each over the samples that had it. */
    static final class Means {
        private final double[] sums;
        private final double[] maxima;
        private final int[] counts;
        private int samples;
        private boolean clockOff;

        Means(int figures) {
            sums = new double[figures];
            maxima = new double[figures];
            counts = new int[figures];
        }

        void add(Values values, boolean ofClockOff) {
            samples++;
            clockOff |= ofClockOff;
            for (int figure = 0; figure < sums.length; figure++) {
                double value = values.get(figure);
                if (!Double.isNaN(value)) {
                    sums[figure] += value;
                    maxima[figure] = counts[figure] == 0 ? value : Math.max(maxima[figure], value);
                    counts[figure]++;
                }
            }
        }

        /** Not a number where no sample had it. */
        double mean(int figure) {
            return counts[figure] == 0 ? Double.NaN : sums[figure] / counts[figure];
        }

        double maximum(int figure) {
            return counts[figure] == 0 ? Double.NaN : maxima[figure];
        }

        int samples() {
            return samples;
        }

        boolean clockOff() {
            return clockOff;
        }
    }
}
